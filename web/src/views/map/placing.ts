/** Where things stand on the map: actors that lie close put together, ties put together by pair, each a ribbon of its domains. */
import type { Schemas } from '../../api/client';
import type { Place } from '../../parts/picture';

type Edge = Schemas['Edge'];
type Node = Schemas['Node'];

/** Actors that lie so close that they are drawn as one, at the place of the weightiest, which comes first. */
export interface Cluster {
  id: string;
  nodes: Node[];
  at: Place;
  weight: number;
}

/** All ties between two clusters; `domains` the weightiest first. */
export interface Pair {
  id: string;
  from: Cluster;
  to: Cluster;
  weight: number;
  records: number;
  domains: [string, number][];
  /** How much goes from `from` to `to`, and back; ties without a direction are in neither. */
  forward: number;
  backward: number;
  edges: Edge[];
}

/** The nodes by clusters: whoever is less than `apart` pixels from a weightier one joins it. `place` is where a node stands. */
export function clusters(nodes: readonly Node[], place: (node: Node) => Place | null, apart: number): Cluster[] {
  const found: Cluster[] = [];
  const order = [...nodes].sort((a, b) => b.weight - a.weight || (a.actor < b.actor ? -1 : 1));
  for (const node of order) {
    const at = place(node);
    if (!at) continue;
    let nearest: Cluster | undefined;
    let least = apart;
    for (const one of found) {
      const far = Math.hypot(one.at[0] - at[0], one.at[1] - at[1]);
      if (far < least) [nearest, least] = [one, far];
    }
    if (nearest) {
      nearest.nodes.push(node);
      nearest.weight += node.weight;
    } else found.push({ id: node.actor, nodes: [node], at, weight: node.weight });
  }
  return found;
}

/** The ties by pair of clusters, the lightest first, so that the weighty ones are drawn over them; ties within a cluster are left out. */
export function pairs(edges: readonly Edge[], clusters: readonly Cluster[]): Pair[] {
  const home = new Map(clusters.flatMap((one) => one.nodes.map((node) => [node.actor, one] as const)));
  const found = new Map<string, Pair & { sums: Map<string, number> }>();
  for (const edge of edges) {
    const ends = [home.get(edge.source), home.get(edge.target)];
    if (!ends[0] || !ends[1] || ends[0] === ends[1]) continue;
    const [from, to] = ends[0].id < ends[1].id ? [ends[0], ends[1]] : [ends[1], ends[0]];
    const id = `${from.id} ${to.id}`;
    let pair = found.get(id);
    if (!pair) found.set(id, (pair = { id, from, to, weight: 0, records: 0, domains: [], forward: 0, backward: 0, edges: [], sums: new Map() }));
    pair.weight += edge.weight;
    pair.records += edge.records;
    pair.edges.push(edge);
    if (edge.directed) pair[ends[0] === from ? 'forward' : 'backward'] += edge.weight;
    for (const one of edge.domains) pair.sums.set(one.domain, (pair.sums.get(one.domain) ?? 0) + one.weight);
  }
  return [...found.values()]
    .map(({ sums, ...pair }) => ({ ...pair, domains: [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)) }))
    .sort((a, b) => a.weight - b.weight || (a.id < b.id ? -1 : 1));
}

/** One strand of a ribbon: a quadratic curve of a domain's colour. */
export interface Strand {
  domain: string;
  from: Place;
  over: Place;
  to: Place;
  width: number;
}

const BEND = 0.16;

/** The middle line of the arc between two places: bent to the left of the way from west to east. */
export function arc(a: Place, b: Place): [Place, Place, Place] {
  const [from, to] = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]) ? [a, b] : [b, a];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  return [from, [(from[0] + to[0]) / 2 + dy * BEND, (from[1] + to[1]) / 2 - dx * BEND], to];
}

/** An arc as strands side by side, as wide together as `width` and each as its part of the weight; a thin one is its first domain alone. */
export function strands(a: Place, b: Place, domains: readonly (readonly [string, number])[], width: number): Strand[] {
  const [from, over, to] = arc(a, b);
  const total = domains.reduce((sum, one) => sum + one[1], 0);
  if (!domains.length || !total) return [{ domain: '', from, over, to, width }];
  if (width < 2 || domains.length === 1) return [{ domain: domains[0]![0], from, over, to, width }];
  const long = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
  const across: Place = [-(to[1] - from[1]) / long, (to[0] - from[0]) / long];
  let edge = -width / 2;
  return domains.map(([domain, weight]) => {
    const own = (width * weight) / total;
    const off = edge + own / 2;
    edge += own;
    const moved = (one: Place): Place => [one[0] + across[0] * off, one[1] + across[1] * off];
    return { domain, from: moved(from), over: moved(over), to: moved(to), width: own };
  });
}

/** The head of an arrow on the arc from `a` to `b`, as an SVG path: past the middle, so that those of both ways stand apart. */
export function arrowhead(a: Place, b: Place, size: number): string {
  const [from, over, to] = arc(a, b);
  const along = from[0] === a[0] && from[1] === a[1];
  const t = along ? 0.58 : 0.42;
  const at = (i: 0 | 1) => (1 - t) * (1 - t) * from[i] + 2 * t * (1 - t) * over[i] + t * t * to[i];
  const slope = (i: 0 | 1) => (along ? 1 : -1) * ((1 - t) * (over[i] - from[i]) + t * (to[i] - over[i]));
  const long = Math.hypot(slope(0), slope(1)) || 1;
  const [dx, dy] = [slope(0) / long, slope(1) / long];
  const corner = (ahead: number, aside: number) => `${round(at(0) + size * (dx * ahead - dy * aside))} ${round(at(1) + size * (dy * ahead + dx * aside))}`;
  return `M${corner(1.1, 0)}L${corner(-0.7, 0.8)}L${corner(-0.35, 0)}L${corner(-0.7, -0.8)}Z`;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** How far a place is from a quadratic curve, in pixels. */
export function distance(place: Place, [from, over, to]: readonly [Place, Place, Place]): number {
  const steps = 16;
  let least = Infinity;
  let [x, y] = from;
  for (let step = 1; step <= steps; step++) {
    const t = step / steps;
    const [p, q, r] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
    const [nx, ny]: Place = [p * from[0] + q * over[0] + r * to[0], p * from[1] + q * over[1] + r * to[1]];
    least = Math.min(least, toSegment(place, [x, y], [nx, ny]));
    [x, y] = [nx, ny];
  }
  return least;
}

function toSegment([x, y]: Place, a: Place, b: Place): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = dx * dx + dy * dy;
  const t = long ? Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / long)) : 0;
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

/** Labels that do not cover each other: the first that fits stays. `boxes` are left, top, right, bottom. */
export class Room {
  #taken: [number, number, number, number][] = [];

  /** Whether the box is free; it is taken then. */
  take(box: [number, number, number, number]): boolean {
    if (this.#taken.some((one) => one[0] < box[2] && one[2] > box[0] && one[1] < box[3] && one[3] > box[1])) return false;
    this.#taken.push(box);
    return true;
  }
}
