/** Years of the interval and its histogram. */
export interface Span {
  first: number;
  last: number;
}

/** Bars of a histogram over a span that fit into so many columns: years are put together where there are more. */
export function bars(years: readonly { year: number; count: number }[], span: Span, columns: number) {
  const step = Math.max(1, Math.ceil((span.last - span.first + 1) / columns));
  const found = Array.from({ length: Math.ceil((span.last - span.first + 1) / step) }, (_, at) => ({
    first: span.first + at * step,
    last: Math.min(span.last, span.first + at * step + step - 1),
    count: 0,
  }));
  for (const { year, count } of years) {
    const bar = found[Math.floor((year - span.first) / step)];
    if (bar) bar.count = Math.max(bar.count, count);
  }
  return found;
}

/** The span worth showing: all years that hold something, without a far-off few at either end (1 % of all is left out at most). */
export function extent(years: readonly { year: number; count: number }[], chosen: Partial<Span> = {}): Span {
  const total = years.reduce((sum, one) => sum + one.count, 0);
  const filled = years.filter((one) => one.count > 0);
  if (!filled.length) {
    const first = chosen.first ?? chosen.last ?? 1991;
    return { first, last: Math.max(first + 1, chosen.last ?? first + 1) };
  }
  const spare = total / 100;
  let low = 0;
  let high = filled.length - 1;
  for (let passed = 0; low < high; low++) if ((passed += filled[low]!.count) > spare) break;
  for (let passed = 0; high > low; high--) if ((passed += filled[high]!.count) > spare) break;
  const first = Math.min(filled[low]!.year, chosen.first ?? Infinity);
  const last = Math.max(filled[high]!.year, chosen.last ?? -Infinity);
  return { first, last: last > first ? last : first + 1 };
}

/** The year of a date of the selection. */
export function yearOf(date: string | null): number | undefined {
  const year = date ? Number(date.slice(0, 4)) : NaN;
  return Number.isFinite(year) ? year : undefined;
}

/** Where playing through a span begins, and how many years the window covers beside its first: at the start where it stands at the end. */
export function opening(span: Span, low: number, high: number): { first: number; length: number } {
  if (low <= span.first && high >= span.last) return { first: span.first, length: Math.min(4, span.last - span.first) };
  return { first: high >= span.last ? span.first : low, length: high - low };
}
