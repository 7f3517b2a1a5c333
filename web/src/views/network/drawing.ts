/** How the network looks: sizes and colours, and the same as a picture to be saved. */
import { font, type Picture, type Place, type Shape } from '../../parts/picture';
import { Room } from '../map/placing';
import type { EdgeFacts, Network, NodeFacts } from './building';

/** Communities that have a colour of their own in tokens.css. */
export const GROUPS = 8;
/** Kinds of actors that have a colour; the others share one. */
const KINDS: Record<string, number> = { state: 0, organisation: 1, company: 2, programme: 3, body: 4, forum: 5, region: 6, group: 7 };
const [SMALLEST, LARGEST] = [3, 17];
const [THINNEST, THICKEST] = [0.6, 9];

export type ColourBy = 'community' | 'type';

/** The token of a node's colour. */
export function token(node: Pick<NodeFacts, 'community' | 'kind'>, by: ColourBy): string {
  const group = by === 'type' ? (KINDS[node.kind] ?? -1) : node.community < GROUPS ? node.community : -1;
  return group < 0 ? 'ink-faint' : `group-${group}`;
}

export const radius = (weight: number, most: number): number => SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(weight / most);
export const thickness = (weight: number, most: number): number => Math.max(THINNEST, (THICKEST * weight) / most);

/** A colour `rgb(…)` as one that is seen through. */
export function faded(colour: string, opacity: number): string {
  const parts = colour.match(/[\d.]+/g)?.slice(0, 3) ?? ['128', '128', '128'];
  return `rgba(${parts.join(', ')}, ${opacity})`;
}

/** How opaque an edge is: where there are thousands, the light ones are a ground. */
export const opacity = (weight: number, most: number, edges: number): number => Math.min(0.9, (edges > 3000 ? 0.12 : edges > 600 ? 0.25 : 0.45) + 0.5 * Math.sqrt(weight / most));

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
    lines.push([facts, { kind: 'curve', from: a, over: middle, to: b, stroke: colour(traced ? 'accent' : facts.domain), width: traced ? 4 : thickness(facts.weight, mostWeight), opacity: traced ? 1 : faint * opacity(facts.weight, mostWeight, graph.size) }]);
  });
  lines.sort((a, b) => a[0].weight - b[0].weight);
  const discs: Shape[] = [];
  const labels: Shape[] = [];
  const room = new Room();
  const ruler = document.createElement('canvas').getContext('2d');
  const nodes = graph.mapNodes((actor, facts) => ({ actor, facts })).filter((one) => shows(one.actor));
  nodes.sort((a, b) => Number(path?.includes(b.actor) ?? 0) - Number(path?.includes(a.actor) ?? 0) || b.facts.weight - a.facts.weight || (a.actor < b.actor ? -1 : 1));
  for (const { actor, facts } of nodes) {
    const [x, y] = pixel(facts.x, facts.y);
    if (x < 0 || y < 0 || x > seen.width || y > seen.height) continue;
    const faint = path && !path.includes(actor) ? 0.3 : 1;
    const r = seen.size(facts.weight);
    discs.unshift({ kind: 'disc', at: [x, y], radius: r, fill: colour(token(facts, by)), stroke: colour('paper'), width: 1, opacity: faint });
    if (ruler) ruler.font = font(12);
    const long = ruler?.measureText(facts.name).width ?? facts.name.length * 7;
    if (faint === 1 && room.take([x - r, y - 8, x + r + 5 + long, y + 8])) labels.push({ kind: 'label', at: [x + r + 3, y], text: facts.name, size: 12, fill: colour('ink'), halo: colour('paper') });
  }
  return { width: seen.width, height: seen.height, ground: colour('paper'), shapes: [...lines.map((one) => one[1]), ...discs, ...labels] };
}
