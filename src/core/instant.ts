/** An instant in UTC, ISO 8601 with seconds precision and `Z`, as Atlas writes it: `2026-11-24T09:30:00Z`. */
export type Instant = string & { readonly __instant: unique symbol };

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;
const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_HOUR = 3600;

/** Days since 1970-01-01 of a civil date in the proleptic Gregorian calendar. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): readonly [number, number, number] {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, day];
}

/** Reads an ISO 8601 date or date-time (with `Z` or an offset); anything else is `undefined`. A bare date is midnight UTC. */
export function parseInstant(text: string): Instant | undefined {
  const match = PATTERN.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone = 'Z'] = match;
  const parts = [month, day, hour, minute, second].map(Number) as [number, number, number, number, number];
  const days = daysFromCivil(Number(year), parts[0], parts[1]);
  const [, backMonth, backDay] = civilFromDays(days);
  if (backMonth !== parts[0] || backDay !== parts[1]) return undefined;
  if (parts[2] > 23 || parts[3] > 59 || parts[4] > 60) return undefined;
  let offsetSeconds = 0;
  if (zone !== 'Z') {
    const sign = zone.startsWith('-') ? -1 : 1;
    const digits = zone.slice(1).replace(':', '');
    offsetSeconds = sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60);
  }
  return instantFromEpochSeconds(days * SECONDS_PER_DAY + parts[2] * 3600 + parts[3] * 60 + parts[4] - offsetSeconds);
}

/** The instant that many whole seconds after 1970-01-01T00:00:00Z. */
export function instantFromEpochSeconds(epochSeconds: number): Instant {
  const whole = Math.floor(epochSeconds);
  const days = Math.floor(whole / SECONDS_PER_DAY);
  const rest = whole - days * SECONDS_PER_DAY;
  const [year, month, day] = civilFromDays(days);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}Z` as Instant;
}

/** Whole seconds from 1970-01-01T00:00:00Z to this instant. */
export function epochSeconds(instant: Instant): number {
  const n = (from: number, to: number) => Number(instant.slice(from, to));
  const days = daysFromCivil(n(0, 4), n(5, 7), n(8, 10));
  return days * SECONDS_PER_DAY + n(11, 13) * 3600 + n(14, 16) * 60 + n(17, 19);
}

/** The instant `seconds` later (earlier when negative). */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return instantFromEpochSeconds(epochSeconds(instant) + seconds);
}

/** The instant `hours` later (earlier when negative). */
export function addHours(instant: Instant, hours: number): Instant {
  return addSeconds(instant, hours * SECONDS_PER_HOUR);
}

/** Hours from `from` to `to`, with their fraction; negative when `to` is earlier. */
export function hoursBetween(from: Instant, to: Instant): number {
  return (epochSeconds(to) - epochSeconds(from)) / SECONDS_PER_HOUR;
}

/** The instant `months` calendar months later, at the same time of day; a day that the month does not have becomes its last. */
export function addMonths(instant: Instant, months: number): Instant {
  const index = Number(instant.slice(0, 4)) * 12 + Number(instant.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const first = daysFromCivil(year, month, 1);
  const days = daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - first;
  const day = first + Math.min(Number(instant.slice(8, 10)), days) - 1;
  return instantFromEpochSeconds(day * SECONDS_PER_DAY + (epochSeconds(instant) % SECONDS_PER_DAY));
}

/** Whole calendar months from `from` to a later `to`. */
export function monthsBetween(from: Instant, to: Instant): number {
  const index = (instant: Instant) => Number(instant.slice(0, 4)) * 12 + Number(instant.slice(5, 7));
  const months = index(to) - index(from);
  return isBefore(to, addMonths(from, months)) ? months - 1 : months;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Instant, to: Instant): number {
  return Math.floor((epochSeconds(to) - epochSeconds(from)) / SECONDS_PER_DAY);
}

/** True when `instant` is strictly before `other`. Works because the text form sorts by time. */
export function isBefore(instant: Instant, other: Instant): boolean {
  return instant < other;
}
