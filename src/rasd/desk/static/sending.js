// What goes to the server.

/** Ends when all that was decided so far has reached the server; false when the last of it has not. */
let last = Promise.resolve();
export const sent = () => last;

/** Have something sent behind what is being sent, since each decision is made on what the one before it left. */
export function inTurn(does) {
  last = last.then(does);
  return last;
}

export function post(address, body) {
  const headers = { "content-type": "application/json" };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body), keepalive: true });
}
