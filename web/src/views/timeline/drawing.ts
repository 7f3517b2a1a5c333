/** The timeline laid out in pixels, and the same as a picture. */
import type { Schemas } from '../../api/client';
import type { Picture, Shape } from '../../parts/picture';
import { days, rows, span } from './placing';

export const ROW = 16;
/** How high a mark is, and a lane's bars of records by year. */
export const [MARK, BARS] = [10, 14];
const MOST = 9;

export type Entry = Schemas['Entry'];

/** A record in its lane: `x` and `y` its upper left corner, `wide` 0 for what is a point. */
export interface Item {
  entry: Entry;
  x: number;
  y: number;
  wide: number;
  unsure: boolean;
}

export interface LaidLane {
  lane: string;
  name: string;
  count: number;
  items: Item[];
  /** How many found no room. */
  left: number;
  height: number;
  /** How many hold in each year, where not every record is drawn: `high` is a part of the fullest year. */
  bars: { x: number; wide: number; high: number }[];
}

export interface Laying {
  lanes: readonly Schemas['Lane'][];
  entries: readonly Entry[];
  firstYear: number;
  /** The days between which records are shown, and how many pixels that is. */
  window: [number, number];
  width: number;
  /** Whether there are more records than entries. */
  cut: boolean;
}

/** The pixel of a day, at the edge for one that is outside. */
export const pixel = (day: number, [from, until]: [number, number], width: number): number => ((Math.max(from, Math.min(until, day)) - from) / (until - from)) * width;

/** The records lane by lane. */
export function laid({ lanes, entries, firstYear, window, width, cut }: Laying): LaidLane[] {
  const days1 = (window[1] - window[0]) / width;
  const top = Math.max(1, ...lanes.flatMap((lane) => lane.counts));
  return lanes.map((lane) => {
    const own = entries.filter((one) => one.lanes.includes(lane.lane)).filter((one) => {
      const [from, until] = span(one);
      return until >= window[0] && from <= window[1];
    });
    const at = rows(own.map(span), days1 * 10, days1 * 2, MOST);
    const head = cut ? BARS + 4 : 0;
    const items = own.flatMap((entry, place) => {
      if (at[place]! < 0) return [];
      const [from, until] = span(entry);
      const x = pixel(from, window, width);
      const wide = Math.max(0, pixel(until, window, width) - x);
      const isPoint = entry.precision === 'day' && wide < 8;
      return [{ entry, x: isPoint ? x + wide / 2 : x, y: head + at[place]! * ROW + 6, wide: isPoint ? 0 : Math.max(6, wide), unsure: entry.modality !== 'asserted' }];
    });
    const bars = !cut
      ? []
      : lane.counts.flatMap((count, number) => {
          const [from, until] = days(`${firstYear + number}`.padStart(4, '0'));
          if (!count || until <= window[0] || from >= window[1]) return [];
          const x = pixel(from, window, width);
          return [{ x, wide: Math.max(1, pixel(until, window, width) - x - 1), high: Math.sqrt(count / top) }];
        });
    return { lane: lane.lane, name: lane.name, count: lane.count, items, left: own.length - items.length, bars, height: head + (Math.max(0, ...at) + 1) * ROW + 10 };
  });
}

const [HEAD, TOP, AIR] = [180, 64, 14];

/** The lanes as they are seen. `name` is what a lane is called, `marks` the ticks of the scale. */
export function pictured(
  lanes: readonly LaidLane[],
  marks: readonly { x: number; label: string }[],
  width: number,
  title: string,
  colour: (token: string) => string,
  name: (lane: LaidLane) => string,
): Picture {
  const shapes: Shape[] = [{ kind: 'label', at: [AIR, 20], text: title, size: 15, weight: 600, fill: colour('ink') }];
  const right = HEAD + width;
  for (const mark of marks) shapes.push({ kind: 'label', at: [HEAD + mark.x, TOP - 12], text: mark.label, size: 11, fill: colour('ink-faint'), anchor: 'middle' });
  let y = TOP;
  for (const lane of lanes) {
    shapes.push({ kind: 'path', d: `M${AIR} ${y}H${right}`, stroke: colour('line') });
    for (const mark of marks) shapes.push({ kind: 'path', d: `M${HEAD + mark.x} ${y}v${lane.height}`, stroke: colour('line'), width: 0.7 });
    for (const [at, line] of broken(`${name(lane)} ${lane.count}`, 26).entries()) shapes.push({ kind: 'label', at: [AIR, y + 12 + 14 * at], text: line, size: 12, fill: colour('ink') });
    for (const bar of lane.bars) shapes.push({ kind: 'path', d: box(HEAD + bar.x, y + 2 + BARS * (1 - bar.high), bar.wide, BARS * bar.high), fill: colour('ink-faint'), opacity: 0.6 });
    for (const item of lane.items) shapes.push(...drawn(item, HEAD, y, colour));
    y += lane.height;
  }
  return { width: right + AIR, height: y + AIR, ground: colour('paper'), shapes };
}

function drawn({ entry, x, y, wide, unsure }: Item, left: number, top: number, colour: (token: string) => string): Shape[] {
  const own = colour(entry.domain);
  if (!wide) return [{ kind: 'disc', at: [left + x, top + y + MARK / 2], radius: 4.5, fill: unsure ? colour('paper') : own, stroke: own, width: 1.5 }];
  const vague = entry.precision !== 'span' && entry.precision !== 'day';
  const d = box(left + x, top + y, wide, MARK);
  return [
    { kind: 'path', d, fill: own, opacity: unsure ? 0.06 : vague ? 0.28 : 0.75 },
    { kind: 'path', d, stroke: own, width: 1.5, ...(vague ? { dash: [3, 2] } : {}) },
    ...(entry.precision === 'since' ? [{ kind: 'path' as const, d: `M${left + x + wide - 7} ${top + y + 1}l5 4l-5 4`, stroke: colour('ink'), width: 1.5 }] : []),
    ...(entry.precision === 'until' ? [{ kind: 'path' as const, d: `M${left + x + 7} ${top + y + 1}l-5 4l5 4`, stroke: colour('ink'), width: 1.5 }] : []),
  ];
}

const box = (x: number, y: number, wide: number, high: number) => `M${round(x)} ${round(y)}h${round(wide)}v${round(high)}h${-round(wide)}Z`;
const round = (value: number) => Math.round(value * 100) / 100;

/** A name in lines of so many letters at most, two of them at most. */
function broken(name: string, most: number): string[] {
  if (name.length <= most) return [name];
  const at = name.lastIndexOf(' ', most);
  const [first, rest] = at > 0 ? [name.slice(0, at), name.slice(at + 1)] : [name.slice(0, most), name.slice(most)];
  return [first, rest.length > most ? `${rest.slice(0, most - 1)}…` : rest];
}
