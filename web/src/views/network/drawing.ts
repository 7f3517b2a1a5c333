/** How the network looks: sizes and colours, and the same as a picture to be saved. */
import { font, type Label, type Picture, type Place, type Shape } from '../../parts/picture';
import { Room } from '../map/placing';
import type { EdgeFacts, Network, NodeFacts } from './building';

/** Communities that have a colour of their own in tokens.css. */
export const GROUPS = 8;
/** Kinds of actors that have a colour; the others share one. */
const KINDS: Record<string, number> = { state: 0, organisation: 1, company: 2, programme: 3, body: 4, forum: 5, region: 6, group: 7 };
const [SMALLEST, LARGEST] = [3, 17];
const [THINNEST, THICKEST] = [0.9, 9];

export type ColourBy = 'community' | 'type';

/** The token of a node's colour. */
export function token(node: Pick<NodeFacts, 'community' | 'kind'>, by: ColourBy): string {
  const group = by === 'type' ? (KINDS[node.kind] ?? -1) : node.community < GROUPS ? node.community : -1;
  return group < 0 ? 'ink-faint' : `group-${group}`;
}

export const radius = (weight: number, most: number): number => SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(weight / most);
export const thickness = (weight: number, most: number): number => Math.max(THINNEST, (THICKEST * weight) / most);

/** A colour `rgb(…)` laid over the ground so thinly; WebGL would mix it with white. */
export function faded(colour: string, opacity: number, ground: string): string {
  const [over, under] = [colour, ground].map((one) => (one.match(/[\d.]+/g) ?? ['128', '128', '128']).slice(0, 3).map(Number));
  return `rgb(${over!.map((part, at) => Math.round(part * opacity + under![at]! * (1 - opacity))).join(', ')})`;
}

/** How opaque an edge is: where there are thousands, the light ones are a ground. */
export const opacity = (weight: number, most: number, edges: number): number => Math.min(0.9, (edges > 3000 ? 0.16 : edges > 600 ? 0.35 : 0.55) + 0.5 * Math.sqrt(weight / most));

export interface Seen {
  width: number;
  height: number;
  graph: Network;
  /** The pixel of a place of the layout. */
  pixel: (x: number, y: number) => Place;
  /** Nodes that are shown; null is all. */
  kept: ReadonlySet<string> | null;
  /** The way that is traced, actor by actor. */
  path: readonly string[] | null;
  by: ColourBy;
  colour: (token: string) => string;
  /** How large a node is on the screen. */
  size: (weight: number) => number;
}

/** A node that may be named: `first` before all others. */
export interface Named {
  name: string;
  at: Place;
  radius: number;
  weight: number;
  first: boolean;
}

let ruler: CanvasRenderingContext2D | null = null;

/** The names for which there is room, those of weightier nodes first; those that come first are set in bold and stand in any case. */
export function labelled(nodes: readonly Named[], width: number, height: number, colour: (token: string) => string): Label[] {
  ruler ??= document.createElement('canvas').getContext('2d');
  const room = new Room();
  // No name over a large node.
  for (const { at, radius } of nodes) if (radius > 7) room.take([at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius]);
  const found: Label[] = [];
  const order = [...nodes].sort((a, b) => Number(b.first) - Number(a.first) || b.weight - a.weight || (a.name < b.name ? -1 : 1));
  for (const { name, at, radius, first } of order) {
    const [x, y] = at;
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const weight = first ? 600 : 450;
    if (ruler) ruler.font = font(12.5, weight);
    const long = ruler?.measureText(name).width ?? name.length * 7;
    const left = x + radius + 4 + long > width ? x - radius - 4 - long : x + radius + 4;
    if (left < 0 && !first) continue;
    if (!room.take([left - 3, y - 8, left + long + 3, y + 8]) && !first) continue;
    found.push({ kind: 'label', at: [left, y], text: name, size: 12.5, weight, fill: colour('ink'), halo: colour('paper') });
  }
  return found;
}

/** The network as it is seen. */
export function pictured(seen: Seen): Picture {
  const { graph, kept, path, colour, by, pixel } = seen;
  const shows = (actor: string) => !kept || kept.has(actor);
  const mostWeight = graph.reduceEdges((most, _, facts) => Math.max(most, facts.weight), 0) || 1;
  const steps = new Set((path ?? []).slice(1).map((actor, at) => [path![at]!, actor].sort().join('\n')));
  const lines: [EdgeFacts, Shape][] = [];
  graph.forEachEdge((_, facts, source, target, from, to) => {
    if (!shows(source) || !shows(target)) return;
    const traced = steps.has([source, target].sort().join('\n'));
    const [a, b] = [pixel(from.x, from.y), pixel(to.x, to.y)];
    const middle: Place = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const faint = path && !traced ? 0.15 : 1;
    lines.push([facts, { kind: 'curves', lines: [[a, middle, b]], stroke: colour(traced ? 'accent' : facts.domain), width: traced ? 4 : thickness(facts.weight, mostWeight), opacity: traced ? 1 : faint * opacity(facts.weight, mostWeight, graph.size) }]);
  });
  lines.sort((a, b) => a[0].weight - b[0].weight);
  const discs: Shape[] = [];
  const named: Named[] = [];
  const nodes = graph.mapNodes((actor, facts) => ({ actor, facts })).filter((one) => shows(one.actor));
  nodes.sort((a, b) => a.facts.weight - b.facts.weight || (a.actor < b.actor ? 1 : -1));
  for (const { actor, facts } of nodes) {
    const at = pixel(facts.x, facts.y);
    const faint = path && !path.includes(actor);
    const r = seen.size(facts.weight);
    discs.push({ kind: 'disc', at, radius: r, fill: colour(token(facts, by)), stroke: colour('paper'), width: 1, opacity: faint ? 0.3 : 1 });
    if (!faint) named.push({ name: facts.name, at, radius: r, weight: facts.weight, first: path?.includes(actor) ?? false });
  }
  const labels = labelled(named, seen.width, seen.height, colour);
  return { width: seen.width, height: seen.height, ground: colour('paper'), shapes: [...lines.map((one) => one[1]), ...discs, ...labels] };
}
