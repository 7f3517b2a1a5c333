/** Where things stand on the timeline: partial dates as spans of days, rows within a lane, ticks of the scale. */

const DAY = 86_400_000;
export const OPEN = Infinity;

export interface Dated {
  time_start: string | null;
  time_end: string | null;
}

/** Days since 1970 that a partial date covers: its first day and the day after its last. */
export function days(date: string): [number, number] {
  const [year = 1970, month, day] = date.split('-').map(Number);
  const at = (y: number, m: number, d: number) => new Date(0).setUTCFullYear(y, m, d) / DAY;
  if (month === undefined) return [at(year, 0, 1), at(year + 1, 0, 1)];
  if (day === undefined) return [at(year, month - 1, 1), at(year, month, 1)];
  return [at(year, month - 1, day), at(year, month - 1, day) + 1];
}

/** From when to when a thing may have been; a side that is not known is open. */
export function span(one: Dated): [number, number] {
  return [one.time_start ? days(one.time_start)[0] : -OPEN, one.time_end ? days(one.time_end)[1] : OPEN];
}

/**
 * The row of each span within its lane, so that none covers another: `width` in days is what even a point needs, `apart` what is left free
 * before the next. Those that find no row below `most` get -1.
 */
export function rows(spans: [number, number][], width: number, apart: number, most: number): number[] {
  const ends: number[] = [];
  return spans.map(([from, until]) => {
    const start = from;
    const stop = Math.max(until, start + width);
    let row = ends.findIndex((end) => end + apart <= start);
    if (row < 0) row = ends.length < most ? ends.length : -1;
    if (row >= 0) ends[row] = stop;
    return row;
  });
}

/** Ticks between two days, about `wanted` of them: decades, years, months or days. */
export function ticks(from: number, until: number, wanted: number): { day: number; label: string; iso: string }[] {
  const length = (until - from) / 365.25;
  const step = [50, 20, 10, 5, 2, 1].find((years) => length / years >= wanted);
  const found: { day: number; label: string; iso: string }[] = [];
  if (step) {
    const first = Math.ceil(year(from) / step) * step;
    for (let at = first; at <= year(until); at += step) found.push({ day: days(`${at}`)[0], label: `${at}`, iso: `${at}` });
  } else if (length * 12 >= wanted / 2) {
    const every = [6, 3, 1].find((months) => (length * 12) / months >= wanted / 2) ?? 1;
    for (let month = Math.floor((year(from) * 12) / every) * every; ; month += every) {
      const iso = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
      const [day] = days(iso);
      if (day > until) break;
      if (day >= from) found.push({ day, label: iso, iso });
    }
  } else {
    const every = Math.max(1, Math.round((until - from) / wanted));
    for (let day = Math.ceil(from); day <= until; day += every) {
      const iso = new Date(day * DAY).toISOString().slice(0, 10);
      found.push({ day, label: iso, iso });
    }
  }
  return found.filter((tick) => tick.day >= from && tick.day <= until);
}

export const year = (day: number): number => new Date(day * DAY).getUTCFullYear();
export const iso = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The window after zooming by a factor about a place in it (0 to 1), never under four days nor beyond the whole. */
export function zoomed(window: [number, number], factor: number, about: number, whole: [number, number]): [number, number] {
  const length = Math.min(whole[1] - whole[0], Math.max(4, (window[1] - window[0]) * factor));
  const middle = window[0] + about * (window[1] - window[0]);
  const start = Math.max(whole[0], Math.min(whole[1] - length, middle - about * length));
  return [start, start + length];
}
