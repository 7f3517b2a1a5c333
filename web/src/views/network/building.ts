/** The network as a graph, and what is asked of it: surroundings of an actor, the way between two. */
import Graph from 'graphology';
import dijkstra from 'graphology-shortest-path/dijkstra';
import type { Schemas } from '../../api/client';
import type { Place } from './layout';

type Edge = Schemas['Edge'];
export type NetworkNode = Schemas['NetworkNode'];
export interface NodeFacts {
  x: number;
  y: number;
  name: string;
  kind: string;
  community: number;
  weight: number;
}
export interface EdgeFacts {
  weight: number;
  records: number;
  /** The weightiest domain. */
  domain: string;
}
export type Network = Graph<NodeFacts, EdgeFacts>;

/** The graph of a selection: an edge a pair, ties of both directions put together. */
export function built(nodes: readonly NetworkNode[], edges: readonly Edge[], places: ReadonlyMap<string, Place>): Network {
  const graph: Network = new Graph({ type: 'undirected' });
  for (const node of nodes) {
    const [x, y] = places.get(node.actor) ?? [0, 0];
    graph.addNode(node.actor, { x, y, name: node.name, kind: node.type, community: node.community, weight: node.weight });
  }
  const sums = new Map<string, Map<string, number>>();
  // The weightiest come last and are drawn over the others.
  for (const edge of [...edges].reverse()) {
    if (edge.source === edge.target || !graph.hasNode(edge.source) || !graph.hasNode(edge.target)) continue;
    const known = graph.edge(edge.source, edge.target);
    const key = known ?? graph.addEdge(edge.source, edge.target, { weight: 0, records: 0, domain: '' });
    const domains = sums.get(key) ?? new Map<string, number>();
    sums.set(key, domains);
    for (const one of edge.domains) domains.set(one.domain, (domains.get(one.domain) ?? 0) + one.weight);
    const facts = graph.getEdgeAttributes(key);
    graph.replaceEdgeAttributes(key, { weight: facts.weight + edge.weight, records: facts.records + edge.records, domain: first(domains) });
  }
  return graph;
}

function first(domains: Map<string, number>): string {
  return [...domains].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

/** An actor and all that are at most so many steps from it. */
export function around(graph: Network, actor: string, steps: number): Set<string> {
  const found = new Set<string>();
  let rim = graph.hasNode(actor) ? [actor] : [];
  for (let step = 0; step <= steps; step++) {
    for (const one of rim) found.add(one);
    rim = [...new Set(rim.flatMap((one) => graph.neighbors(one)))].filter((one) => !found.has(one));
  }
  return found;
}

/** The way between two actors with the fewest steps, among those the one of the weightiest ties; null where there is none. */
export function way(graph: Network, from: string, to: string): string[] | null {
  if (!graph.hasNode(from) || !graph.hasNode(to) || from === to) return null;
  // A step costs 1 and at most a thousandth more where it is light, so that weight decides among ways of as many steps.
  return dijkstra.bidirectional(graph, from, to, (_, { weight }) => 1 + 0.001 / (1 + weight)) ?? null;
}

/** The actors by community, the largest community first and in each the weightiest actor. */
export function grouped(nodes: readonly NetworkNode[]): { community: number; nodes: NetworkNode[] }[] {
  const found = new Map<number, NetworkNode[]>();
  for (const node of nodes) found.set(node.community, [...(found.get(node.community) ?? []), node]);
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([community, group]) => ({ community, nodes: group.sort((a, b) => b.weight - a.weight || (a.actor < b.actor ? -1 : 1)) }));
}
