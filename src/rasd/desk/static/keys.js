// Keys and buttons do what the table of actions says (desk/keys.py). Keys go by their place on the keyboard
// (KeyboardEvent.code), so that they work whatever language it types, and never while somebody types.

const TYPING = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";
/** What a key goes on doing while it is held down. */
const REPEATED = new Set(["down", "up", "next_item", "previous_item"]);

/** What is pressed, as the table has it: Ctrl, then Shift, then the code; digits and Enter of either block are one. */
export function nameOf(press) {
  const code = press.code.replace(/^Numpad(?=\d$)/, "Digit").replace(/^NumpadEnter$/, "Enter");
  return `${press.ctrlKey ? "Ctrl+" : ""}${press.shiftKey ? "Shift+" : ""}${code}`;
}

/** The name of the action that a press asks for on this page, if any. */
function actionOf(press) {
  if (press.altKey || press.metaKey) return null;
  const action = JSON.parse(document.querySelector("#keys-data").textContent)[nameOf(press)];
  // An Arabic keyboard has its question mark elsewhere.
  return action ?? (press.key === "?" || press.key === "؟" ? "help" : null);
}

/**
 * Have keys and the buttons of the toolbar do what stands under their actions' names in `does`. `before` sees each press
 * first, and says whether that was all; `beforeButton` is done when a button is pressed.
 */
export function listen(does, { before = () => false, beforeButton = () => {} } = {}) {
  const all = { help, ...does };
  document.addEventListener("keydown", (press) => {
    if (press.isComposing || press.target.matches(TYPING)) return;
    if (before(press)) return press.preventDefault();
    if (document.querySelector("dialog[open]")) return;
    const action = actionOf(press);
    if (!Object.hasOwn(all, action)) return;
    press.preventDefault();
    if (!press.repeat || REPEATED.has(action)) all[action]();
  });
  document.addEventListener("click", (click) => {
    const action = click.target.closest("[data-do]")?.dataset.do;
    if (!Object.hasOwn(all, action)) return;
    if (action !== "help") beforeButton();
    all[action]();
  });
}

/** The list of keys opens or closes. */
function help() {
  const dialog = document.querySelector("#keys");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}
