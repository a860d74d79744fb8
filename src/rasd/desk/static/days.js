// Days as numbers. Dates of events are plain days of the calendar; a JS Date would move them with the time zone.

/** Days from 1970-01-01 to an ISO day. */
export function dayNumber(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

/** The ISO day so many days from 1970-01-01. */
export function isoDay(number) {
  const z = number + 719468;
  const era = Math.floor(z / 146097);
  const ofEra = z - era * 146097;
  const year = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const day = ofYear - Math.floor((153 * m + 2) / 5) + 1;
  return [String(year + era * 400 + (month <= 2 ? 1 : 0)).padStart(4, "0"), two(month), two(day)].join("-");
}

const two = (number) => String(number).padStart(2, "0");

/** The first day of each step of time from a day to another, and one behind the last: days, weeks, months or years. */
export function steps(first, last, most = 90) {
  const span = last - first + 1;
  if (span <= most) return every(first, last, 1);
  if (span <= most * 7) return every(first - ((((first + 3) % 7) + 7) % 7), last, 7); // from a Monday
  const months = span <= most * 30;
  const found = [];
  let [year, month] = isoDay(first).split("-").map(Number);
  if (!months) month = 1;
  for (;;) {
    const day = dayNumber(`${String(year).padStart(4, "0")}-${two(month)}-01`);
    found.push(day);
    if (day > last) return found;
    if (months) month += 1;
    if (!months || month > 12) [year, month] = [year + 1, 1];
  }
}

function every(first, last, step) {
  const found = [];
  for (let day = first; day <= last; day += step) found.push(day);
  return [...found, found.at(-1) + step];
}
