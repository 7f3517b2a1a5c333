import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api/client';
import { around, built, grouped, way, type NetworkNode } from './building';
import { faded, token } from './drawing';
import { HALF, hashed, layout, paired, places, type Weighted } from './layout';

const ring = (names: string[]): Weighted[] => names.map((one, at) => ({ source: one, target: names[(at + 1) % names.length]!, weight: 3 }));
const two = [...ring(['A', 'B', 'C', 'D']), ...ring(['P', 'Q', 'R', 'S']), { source: 'A', target: 'C', weight: 9 }, { source: 'P', target: 'R', weight: 9 }, { source: 'A', target: 'P', weight: 1 }];

describe('the layout', () => {
  it('is the same each time, for any order of ties and either direction', async () => {
    const found = await layout(two);
    const turned = two.map(({ source, target, weight }) => ({ source: target, target: source, weight })).reverse();
    expect([...(await layout(turned))]).toEqual([...found]);
    expect([...found.keys()]).toEqual(['A', 'B', 'C', 'D', 'P', 'Q', 'R', 'S']);
  });
  it('fills its box and keeps together who is tied', async () => {
    const found = await layout(two);
    for (const axis of [0, 1] as const) {
      const values = [...found.values()].map((one) => one[axis]);
      expect([Math.min(...values), Math.max(...values)]).toEqual([-HALF, HALF]);
    }
    const far = (one: string, other: string) => Math.hypot(found.get(one)![0] - found.get(other)![0], found.get(one)![1] - found.get(other)![1]);
    expect(far('A', 'C')).toBeLessThan(far('A', 'R'));
    expect(far('P', 'R')).toBeLessThan(far('P', 'C'));
  });
  it('is nothing of nothing', async () => expect((await layout([])).size).toBe(0));
  it('pauses between its steps', async () => {
    let pauses = 0;
    await layout(two, async () => void (pauses += 1));
    expect(pauses).toBeGreaterThan(5);
  });
});

it('a selection moves nobody; a newcomer stands beside its partners, one without any at the rim', () => {
  const known = new Map<string, [number, number]>([['A', [100, 200]], ['B', [300, 400]]]);
  const found = places(['A', 'new', 'alone'], [{ source: 'new', target: 'A', weight: 1 }], known);
  expect(found.get('A')).toEqual([100, 200]);
  const [x, y] = found.get('new')!;
  expect(Math.hypot(x - 100, y - 200)).toBeCloseTo(40, 0);
  expect(Math.hypot(...found.get('alone')!)).toBeCloseTo(HALF, 0);
  expect(places(['A'], [], known, 2).get('A')).toEqual([200, 200]);
});

it('hashes spread over the whole interval', () => {
  const values = Array.from({ length: 2000 }, (_, at) => hashed(`org:${at}`));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  for (let part = 0; part < 10; part++) expect(values.filter((one) => Math.floor(one * 10) === part).length).toBeGreaterThan(140);
});

it('pairs sum both directions and leave out an actor with itself', () => {
  expect(paired([{ source: 'B', target: 'A', weight: 1 }, { source: 'A', target: 'B', weight: 2 }, { source: 'A', target: 'A', weight: 5 }])).toEqual([{ source: 'A', target: 'B', weight: 3 }]);
});

const node = (actor: string, community: number, weight = 1): NetworkNode => ({ actor, name: actor, type: 'state', latitude: null, longitude: null, partners: 1, weight, community });
const edge = (source: string, target: string, weight: number, domain = 'water', directed = false): Schemas['Edge'] => ({ source, target, directed, weight, records: 1, domains: [{ domain, weight }] });

describe('the graph', () => {
  const nodes = ['A', 'B', 'C', 'D', 'E', 'F'].map((one) => node(one, 0));
  const edges = [edge('A', 'B', 1), edge('B', 'D', 1), edge('A', 'C', 50), edge('C', 'D', 50), edge('D', 'E', 1), edge('B', 'A', 4, 'defence', true)];
  const graph = built(nodes, edges, new Map());
  it('has an edge a pair, of the colour of its weightiest domain', () => {
    expect([graph.order, graph.size]).toEqual([6, 5]);
    expect(graph.getEdgeAttributes(graph.edge('A', 'B'))).toEqual({ weight: 5, records: 2, domain: 'defence' });
  });
  it('knows the surroundings of an actor', () => {
    expect([...around(graph, 'A', 1)].sort()).toEqual(['A', 'B', 'C']);
    expect([...around(graph, 'A', 2)].sort()).toEqual(['A', 'B', 'C', 'D']);
    expect(around(graph, 'nobody', 2).size).toBe(0);
  });
  it('finds the way with the fewest steps, among those the weightiest', () => {
    expect(way(graph, 'A', 'E')).toEqual(['A', 'C', 'D', 'E']);
    expect(way(graph, 'A', 'B')).toEqual(['A', 'B']);
    expect([way(graph, 'A', 'F'), way(graph, 'A', 'A'), way(graph, 'A', 'nobody')]).toEqual([null, null, null]);
  });
});

it('communities stand by number, their actors by weight', () => {
  expect(grouped([node('A', 1), node('B', 0, 2), node('C', 0, 7)]).map((one) => one.nodes.map((each) => each.actor))).toEqual([['C', 'B'], ['A']]);
});

describe('the look', () => {
  it('fades towards the ground', () => {
    expect(faded('rgb(100, 0, 200)', 0.5, 'rgb(200, 100, 0)')).toBe('rgb(150, 50, 100)');
    expect(faded('rgb(100, 0, 200)', 1, 'rgb(200, 100, 0)')).toBe('rgb(100, 0, 200)');
  });
  it('has a colour for the large communities alone', () => {
    expect(token({ community: 7, kind: 'state' }, 'community')).toBe('group-7');
    expect(token({ community: 8, kind: 'state' }, 'community')).toBe('ink-faint');
    expect(token({ community: 8, kind: 'state' }, 'type')).toBe('group-0');
  });
});
