/** Counts by domain and year as a grid, and the grid as a picture. */
import type { Picture, Shape } from './picture';

export interface Cell {
  domain: string;
  year: number;
  count: number;
}

export interface Grid {
  years: number[];
  /** The domain of which there is most first. */
  domains: { domain: string; total: number; by: ReadonlyMap<number, number> }[];
  most: number;
  /** Years that stand too far from all others to be drawn with them, the first first. */
  beyond: { year: number; count: number }[];
}

const GAP = 8;
const FEW = 0.05;

/** The years worth drawing: all that hold something, but for a few (5 % at most) more than eight years away from the others. */
export function dense(years: readonly { year: number; count: number }[]): [number, number] | null {
  const filled = years.filter((one) => one.count > 0).sort((a, b) => a.year - b.year);
  if (!filled.length) return null;
  const few = FEW * filled.reduce((sum, one) => sum + one.count, 0);
  let [low, high] = [0, filled.length - 1];
  for (let at = 1, passed = 0; at < filled.length; at++) {
    if ((passed += filled[at - 1]!.count) > few) break;
    if (filled[at]!.year - filled[at - 1]!.year > GAP) low = at;
  }
  for (let at = filled.length - 2, passed = 0; at >= low; at--) {
    if ((passed += filled[at + 1]!.count) > few) break;
    if (filled[at + 1]!.year - filled[at]!.year > GAP) high = at;
  }
  return [filled[low]!.year, filled[high]!.year];
}

/** The cells as a grid. */
export function grid(cells: readonly Cell[]): Grid {
  const filled = cells.filter((one) => one.count > 0);
  const totals = [...grouped(filled, (one) => one.year)].map(([year, rows]) => ({ year, count: sum(rows) })).sort((a, b) => a.year - b.year);
  const span = dense(totals);
  const [first, last] = span ?? [0, -1];
  return {
    years: Array.from({ length: last - first + 1 }, (_, at) => first + at),
    domains: [...grouped(filled, (one) => one.domain)]
      .map(([domain, rows]) => ({ domain, total: sum(rows), by: new Map(rows.map((one) => [one.year, one.count])) }))
      .sort((a, b) => b.total - a.total || (a.domain < b.domain ? -1 : 1)),
    most: filled.reduce((top, one) => Math.max(top, one.count), 1),
    beyond: totals.filter((one) => one.year < first || one.year > last),
  };
}

function grouped<Key>(cells: readonly Cell[], key: (cell: Cell) => Key): Map<Key, Cell[]> {
  const found = new Map<Key, Cell[]>();
  for (const one of cells) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return found;
}

const sum = (rows: readonly Cell[]) => rows.reduce((all, one) => all + one.count, 0);

/** How opaque a cell of so many is. */
export const shade = (count: number, most: number): number => 0.25 + 0.75 * Math.sqrt(count / most);

const [SIDE, LEFT, TOP, AIR] = [16, 190, 54, 16];

/** The grid as it is seen; `colour` gives the colour of a token, `name` the name of a domain. */
export function pictured({ years, domains, most }: Grid, title: string, colour: (token: string) => string, name: (domain: string) => string): Picture {
  const shapes: Shape[] = [{ kind: 'label', at: [AIR, 18], text: title, size: 15, weight: 600, fill: colour('ink') }];
  const box = (x: number, y: number) => `M${x} ${y}h${SIDE - 1}v${SIDE - 1}h${1 - SIDE}Z`;
  for (const [at, year] of years.entries())
    if (year % 5 === 0) shapes.push({ kind: 'label', at: [LEFT + at * SIDE, TOP - 10], text: String(year), size: 11, fill: colour('ink-faint') });
  for (const [row, { domain, total, by }] of domains.entries()) {
    const y = TOP + row * (SIDE + 3);
    shapes.push({ kind: 'label', at: [LEFT - 12, y + SIDE / 2], text: `${name(domain)} ${total}`, size: 12, fill: colour('ink'), anchor: 'end' });
    for (const [at, year] of years.entries()) {
      const count = by.get(year) ?? 0;
      shapes.push({ kind: 'path', d: box(LEFT + at * SIDE, y), fill: colour('wash') });
      if (count) shapes.push({ kind: 'path', d: box(LEFT + at * SIDE, y), fill: colour(domain), opacity: shade(count, most) });
    }
  }
  return { width: LEFT + years.length * SIDE + AIR + 20, height: TOP + domains.length * (SIDE + 3) + AIR, ground: colour('paper'), shapes };
}
