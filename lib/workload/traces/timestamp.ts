/**
 * A date and a time of day as text to ms, without the platform's dates, which keep three decimals: the whole ms and the part
 * below one come apart, so that the difference of two is right to a millionth of a ms.
 * Form: `2023-11-16 18:17:03.9799600`, or with a `T`, and `Z` or `+01:00` behind it. Without a zone it counts as UTC.
 */
export interface Instant {
  /** Since 1970 began, in UTC. */
  wholeMs: number;
  /** 0 up to 1, to nine decimals of a second. */
  partMs: number;
}

const FORM = /^\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?\s*(Z|z|[-+]\d\d(?::?\d\d)?)?\s*$/;

export const INSTANT_FORM = 'a date and time such as 2023-11-16 18:17:03.97';

/** Writes into `to`; false, and nothing written, where the text is no instant of the calendar. */
export function readInstant(text: string, to: Instant): boolean {
  const found = FORM.exec(text);
  if (found === null) return false;
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = Number(found[3]);
  const hour = Number(found[4]);
  const minute = Number(found[5]);
  const second = Number(found[6]);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return false;
  const decimals = (found[7] ?? '').padEnd(9, '0');
  const zone = zoneMinutes(found[8]);
  const minutes = (daysSince1970(year, month, day) * 24 + hour) * 60 + minute - zone;
  to.wholeMs = (minutes * 60 + second) * 1_000 + Number(decimals.slice(0, 3));
  to.partMs = Number(decimals.slice(3, 9)) / 1_000_000;
  return true;
}

function zoneMinutes(text: string | undefined): number {
  if (text === undefined || text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2)) * (text.length > 3 ? 1 : 0);
  return text.startsWith('-') ? -minutes : minutes;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS[month - 1]!;
}

/** Gregorian. Years count from March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + dayOfYear - 719_468;
}
