/**
 * Where actors stand in the network: ForceAtlas2 (Jacomy et al. 2014) on all ties of a version, begun from a place that an actor's id
 * alone decides. A selection hides actors and ties but moves none; an actor that the whole network does not show stands by its partners.
 */
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

export type Place = [number, number];
export interface Weighted {
  source: string;
  target: string;
  weight: number;
}

const STEPS = 500;
const AT_ONCE = 25;
/** Half the width of the layout. */
export const HALF = 1000;

/** A number from 0 to below 1 that a text decides: FNV-1a with a last mixing. */
export function hashed(text: string): number {
  let value = 0x811c9dc5;
  for (const sign of text) value = Math.imul(value ^ sign.codePointAt(0)!, 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return ((value ^ (value >>> 15)) >>> 0) / 2 ** 32;
}

function begun(actor: string): Place {
  const [angle, far] = [2 * Math.PI * hashed(`${actor} angle`), 100 * Math.sqrt(hashed(`${actor} far`))];
  return [far * Math.cos(angle), far * Math.sin(angle)];
}

/** The weights of pairs, directions left aside, in an order that the ids alone decide. */
export function paired(edges: readonly Weighted[]): Weighted[] {
  const found = new Map<string, Weighted>();
  for (const { source, target, weight } of edges) {
    if (source === target) continue;
    const [a, b] = source < target ? [source, target] : [target, source];
    const key = `${a}\n${b}`;
    const known = found.get(key);
    if (known) known.weight += weight;
    else found.set(key, { source: a, target: b, weight });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}

/** The places of all actors of these ties, at most HALF from the middle either way; `pause` is awaited between the steps. */
export async function layout(edges: readonly Weighted[], pause: () => Promise<void> = async () => {}): Promise<Map<string, Place>> {
  const graph = new Graph({ type: 'undirected' });
  const pairs = paired(edges);
  const actors = [...new Set(pairs.flatMap((one) => [one.source, one.target]))].sort();
  for (const actor of actors) {
    const [x, y] = begun(actor);
    graph.addNode(actor, { x, y });
  }
  // The weights of pairs span orders of magnitude: a hundred ties pull several times as strong as one, not a hundred times.
  for (const { source, target, weight } of pairs) graph.addEdge(source, target, { weight: 1 + Math.log2(1 + weight) });
  const settings = { ...forceAtlas2.inferSettings(graph), gravity: 1.2, scalingRatio: 12, barnesHutOptimize: actors.length > 800 };
  for (let step = 0; step < STEPS && actors.length > 1; step += AT_ONCE) {
    forceAtlas2.assign(graph, { iterations: AT_ONCE, settings, getEdgeWeight: 'weight' });
    await pause();
  }
  return fitted(new Map(actors.map((actor) => [actor, [graph.getNodeAttribute(actor, 'x'), graph.getNodeAttribute(actor, 'y')] as Place])));
}

function fitted(places: Map<string, Place>): Map<string, Place> {
  const all = [...places.values()];
  const extent = ([0, 1] as const).map((axis) => {
    const values = all.map((one) => one[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return { middle: (low + high) / 2, half: (high - low) / 2 || 1 };
  });
  const moved = (value: number, axis: 0 | 1) => round(((value - extent[axis]!.middle) / extent[axis]!.half) * HALF);
  return new Map([...places].map(([actor, [x, y]]) => [actor, [moved(x, 0), moved(y, 1)]]));
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The places of the actors of a selection, `wide` times as far apart across as upwards: those of the layout; who is not in it stands beside its partners, or at the rim without any. */
export function places(actors: readonly string[], edges: readonly Weighted[], known: ReadonlyMap<string, Place>, wide = 1): Map<string, Place> {
  const found = new Map<string, Place>();
  const partners = new Map<string, Place[]>();
  for (const { source, target } of edges)
    for (const [one, other] of [[source, target], [target, source]] as const) {
      const place = known.get(other);
      if (place && !known.has(one)) partners.set(one, [...(partners.get(one) ?? []), place]);
    }
  for (const actor of actors) {
    const own = known.get(actor);
    const near = partners.get(actor) ?? [];
    const angle = 2 * Math.PI * hashed(`${actor} angle`);
    const [x, y] = near.length ? [0, 1].map((axis) => near.reduce((sum, one) => sum + one[axis]!, 0) / near.length) : [0, 0];
    const far = near.length ? 40 : HALF;
    const place = own ?? [x! + far * Math.cos(angle), y! + far * Math.sin(angle)];
    found.set(actor, [round(place[0] * wide), round(place[1])]);
  }
  return found;
}
