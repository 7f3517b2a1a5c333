/** The map as a picture: ground, ways, arcs, actors, labels. */
import { font, type Curves, type Path, type Picture, type Place, type Shape } from '../../parts/picture';
import type { Ground, Way } from './ground';
import { arrowhead, Room, strands, type Cluster, type Pair } from './placing';

/** How the map is scaled and moved: a place of the map times `k`, plus `x` and `y`, is a pixel. */
export interface View {
  k: number;
  x: number;
  y: number;
}

export interface Shown {
  width: number;
  height: number;
  view: View;
  ground: Ground;
  layers: ReadonlySet<string>;
  clusters: readonly Cluster[];
  pairs: readonly Pair[];
  /** What is pointed at: the id of a cluster, pair or way. */
  lit: string | null;
  chosen: readonly string[];
  colour: (token: string) => string;
  label: (cluster: Cluster) => string;
}

/** Pixels of the widest arc and of the largest disc. */
const WIDEST = 15;
const LARGEST = 11;
/** Below this arcs of one look are stroked together. */
const THIN = 2;
/** Where there are more pairs, only wide arcs show their direction. */
const MANY = 150;
let ruler: CanvasRenderingContext2D | null = null;

function wide(text: string, size: number, weight: number): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * size * 0.55;
  ruler.font = font(size, weight);
  return ruler.measureText(text).width;
}

/** How wide the arc of a pair is. */
export function arcWidth(weight: number, most: number): number {
  return Math.max(0.9, (WIDEST * weight) / most);
}

/** How large the disc of a cluster is. */
export function discRadius(weight: number, most: number): number {
  return 3.5 + (LARGEST - 3.5) * Math.sqrt(weight / most);
}

/** Everything that is shown. */
export function drawing(shown: Shown): Picture {
  return { width: shown.width, height: shown.height, ground: shown.colour('map-water'), shapes: [...earth(shown), ...over(shown)] };
}

/** The ground: land, boundaries, ways. */
export function earth({ view, ground, layers, colour }: Pick<Shown, 'view' | 'ground' | 'layers' | 'colour'>): Shape[] {
  const moved = { scale: view.k, x: view.x, y: view.y };
  return [
    { kind: 'path', d: ground.graticule, stroke: colour('map-grid'), width: 0.6, ...moved },
    { kind: 'path', d: ground.land, fill: colour('map-land'), stroke: colour('map-coast'), width: 0.8, ...moved },
    { kind: 'path', d: ground.boundaries, stroke: colour('map-boundary'), width: 0.8, ...moved },
    ...ground.ways.filter((way) => layers.has(layer(way))).map((way) => drawn(way, view, colour, false)),
  ];
}

function drawn(way: Way, view: View, colour: Shown['colour'], bright: boolean): Shape {
  const own = { kind: 'path' as const, d: way.d, scale: view.k, x: view.x, y: view.y };
  if (way.kind === 'lake') return { ...own, fill: colour('map-water'), stroke: colour('map-coast'), width: 0.8 };
  if (way.kind === 'river') return { ...own, stroke: colour('map-river'), width: bright ? 3 : 1.4 };
  const dash = way.state === 'working' ? [] : way.state === 'building' ? [8, 4] : [2, 5];
  return { ...own, stroke: colour(way.kind === 'pipeline' ? 'energy' : 'map-rail'), width: bright ? 4 : 1.8, dash, opacity: bright ? 1 : 0.75 };
}

/** What stands on the ground: arcs, actors, names; and the way that is pointed at. */
export function over(shown: Shown): Shape[] {
  const way = shown.ground.ways.find((one) => shown.lit === `way ${one.id}`);
  return [...(way ? [drawn(way, shown.view, shown.colour, true)] : []), ...arcs(shown), ...actors(shown)];
}

/** The layer in which a way is shown. */
export const layer = (way: Way): string => (way.kind === 'lake' || way.kind === 'river' ? 'rivers' : way.kind === 'corridor' ? 'corridors' : 'pipelines');

/** Whether a pair is part of what is pointed at. */
function touched(pair: Pair, lit: string): boolean {
  return pair.id === lit || pair.from.id === lit || pair.to.id === lit;
}

function arcs({ pairs, lit, colour, view }: Shown): Shape[] {
  const most = pairs.reduce((top, one) => Math.max(top, one.weight), 0) || 1;
  const pointed = lit !== null && !lit.startsWith('way ');
  const thin = new Map<string, Curves>();
  const found: Curves[] = [];
  const heads: Path[] = [];
  for (const pair of pairs) {
    const bright = !pointed || touched(pair, lit);
    const [from, to] = [pixel(pair.from.at, view), pixel(pair.to.at, view)];
    // Where there are hundreds, the light ones are a ground for the weighty ones.
    const opacity = bright ? (pointed ? 1 : 0.4 + 0.45 * Math.sqrt(pair.weight / most)) : 0.08;
    const wide = arcWidth(pair.weight, most);
    for (const one of strands(from, to, pair.domains, wide)) {
      const line: [Place, Place, Place] = [one.from, one.over, one.to];
      if (wide >= THIN || (bright && pointed)) found.push({ kind: 'curves', lines: [line], stroke: colour(one.domain), width: one.width, opacity });
      else {
        // Thousands of thin arcs are a handful of strokes.
        const width = Math.round(one.width * 2) / 2;
        const key = `${one.domain} ${width} ${opacity.toFixed(1)}`;
        const known = thin.get(key);
        if (known) known.lines.push(line);
        else thin.set(key, { kind: 'curves', lines: [line], stroke: colour(one.domain), width, opacity });
      }
    }
    if (!bright || (!pointed && wide < THIN && pairs.length > MANY)) continue;
    for (const [weight, a, b] of [[pair.forward, from, to], [pair.backward, to, from]] as const) {
      if (!weight) continue;
      const size = 3.5 + arcWidth(weight, most) * 0.6;
      heads.push({ kind: 'path', d: arrowhead(a, b, size), fill: colour('ink'), stroke: colour('map-halo'), width: 1.4 });
    }
  }
  return [...thin.values(), ...found, ...heads];
}

/** The pixel of a place of the map. */
export const pixel = (at: Place, view: View): Place => [at[0] * view.k + view.x, at[1] * view.k + view.y];

function actors({ width, height, view, clusters, pairs, lit, chosen, colour, label }: Shown): Shape[] {
  const most = clusters.reduce((top, one) => Math.max(top, one.weight), 0) || 1;
  const near = new Set(lit ? pairs.filter((one) => touched(one, lit)).flatMap((one) => [one.from.id, one.to.id]) : []);
  const room = new Room();
  const discs: Shape[] = [];
  const labels: Shape[] = [];
  const isChosen = (one: Cluster) => one.nodes.some((node) => chosen.includes(node.actor));
  const rank = (one: Cluster) => (one.id === lit ? 3 : isChosen(one) ? 2 : near.has(one.id) ? 1 : 0);
  const order = [...clusters].sort((a, b) => rank(b) - rank(a) || b.weight - a.weight || (a.id < b.id ? -1 : 1));
  for (const one of order) {
    const [x, y] = pixel(one.at, view);
    const radius = discRadius(one.weight, most);
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    const bright = !near.size || near.has(one.id) || one.id === lit;
    discs.unshift({ kind: 'disc', at: [x, y], radius, fill: colour(isChosen(one) ? 'accent' : 'ink'), stroke: colour('sheet'), width: 1.5, opacity: bright ? 1 : 0.35 });
    if (one.nodes.length > 1) discs.unshift({ kind: 'disc', at: [x, y], radius: radius + 3.5, fill: colour('sheet'), stroke: colour(isChosen(one) ? 'accent' : 'ink'), width: 1, opacity: bright ? 1 : 0.35 });
    room.take([x - radius, y - radius, x + radius, y + radius]);
  }
  for (const one of order) {
    const bright = !near.size || near.has(one.id) || one.id === lit;
    if (!bright) continue;
    const [x, y] = pixel(one.at, view);
    const radius = discRadius(one.weight, most) + (one.nodes.length > 1 ? 4 : 0);
    const [size, weight] = [one.weight > most / 6 ? 13 : 12, rank(one) ? 600 : 450];
    const text = label(one);
    const long = wide(text, size, weight);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    // Right of the disc where there is room, else left, above or below.
    const places: [Place, 'start' | 'middle' | 'end'][] = [
      [[x + radius + 4, y], 'start'],
      [[x - radius - 4, y], 'end'],
      [[x, y - radius - size * 0.7], 'middle'],
      [[x, y + radius + size * 0.7], 'middle'],
    ];
    for (const [at, anchor] of places) {
      const left = anchor === 'start' ? at[0] : anchor === 'end' ? at[0] - long : at[0] - long / 2;
      if (left < 2 || left + long > width - 2) continue;
      if (!room.take([left - 2, at[1] - size * 0.6, left + long + 2, at[1] + size * 0.6])) continue;
      labels.push({ kind: 'label', at, text, size, weight, anchor, fill: colour('ink'), halo: colour('map-halo') });
      break;
    }
  }
  return [...discs, ...labels];
}
