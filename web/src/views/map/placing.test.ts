import { describe, expect, it } from 'vitest';
import type { Schemas } from '../../api/client';
import type { Place } from '../../parts/picture';
import { bent, placed, unplaced } from './ground';
import { arc, arrowhead, clusters, distance, pairs, Room, strands } from './placing';
import ways from './ways.json';

const node = (actor: string, weight: number): Schemas['Node'] => ({ actor, name: actor, type: 'state', latitude: 0, longitude: 0, partners: 1, weight });
const edge = (source: string, target: string, domains: Record<string, number>, directed = false): Schemas['Edge'] => ({
  source,
  target,
  directed,
  weight: Object.values(domains).reduce((sum, one) => sum + one, 0),
  records: 1,
  domains: Object.entries(domains).map(([domain, weight]) => ({ domain, weight })),
});
const at: Record<string, Place> = { A: [0, 0], B: [8, 0], C: [100, 0], D: [100, 80] };
const place = (one: Schemas['Node']) => at[one.actor] ?? null;

describe('clusters', () => {
  const nodes = [node('B', 1), node('A', 5), node('C', 2), node('D', 3), node('nowhere', 9)];
  it('put together whoever is close, at the place of the weightiest', () => {
    const found = clusters(nodes, place, 17);
    expect(found.map((one) => [one.id, one.nodes.map((each) => each.actor), one.weight])).toEqual([
      ['A', ['A', 'B'], 6],
      ['D', ['D'], 3],
      ['C', ['C'], 2],
    ]);
    expect(found[0]!.at).toEqual([0, 0]);
  });
  it('are the same for any order, and come apart when one looks closer', () => {
    expect(clusters([...nodes].reverse(), place, 17)).toEqual(clusters(nodes, place, 17));
    expect(clusters(nodes, place, 7)).toHaveLength(4);
  });
});

describe('pairs', () => {
  const nodes = clusters([node('A', 5), node('B', 1), node('C', 2)], place, 17);
  it('sum both directions and the ties of all members, and leave out those within', () => {
    const found = pairs([edge('A', 'C', { water: 1, defence: 4 }), edge('C', 'B', { water: 5 }, true), edge('A', 'B', { water: 7 })], nodes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ id: 'A C', weight: 10, records: 2, domains: [['water', 6], ['defence', 4]] });
    expect(found[0]!.edges).toHaveLength(2);
    // B, which stands at A, gets what C gives it; the rest has no direction.
    expect([found[0]!.forward, found[0]!.backward]).toEqual([0, 5]);
  });
  it('stand from light to weighty', () => {
    const apart = clusters([node('A', 5), node('B', 1), node('C', 2)], place, 1);
    const found = pairs([edge('A', 'C', { water: 9 }), edge('A', 'B', { water: 1 }), edge('B', 'C', { water: 4 })], apart);
    expect(found.map((one) => one.weight)).toEqual([1, 4, 9]);
  });
});

describe('an arc', () => {
  it('is the same from either end and bends upwards', () => {
    expect(arc([0, 0], [100, 0])).toEqual(arc([100, 0], [0, 0]));
    expect(arc([0, 0], [100, 0])[1][1]).toBeLessThan(0);
  });
  it('has strands as wide together as it is, side by side, each as its domain weighs', () => {
    const found = strands([0, 0], [100, 0], [['water', 3], ['defence', 1]], 8);
    expect(found.map((one) => one.width)).toEqual([6, 2]);
    expect(found.map((one) => one.from[1])).toEqual([-1, 3]);
  });
  it('is one strand where it is thin', () => expect(strands([0, 0], [9, 9], [['water', 3], ['defence', 1]], 1).map((one) => one.domain)).toEqual(['water']));
  it('is found where it runs, not along the straight line', () => {
    const line = arc([0, 0], [100, 0]);
    expect(distance([50, line[1][1] / 2], line)).toBeLessThan(0.5);
    expect(distance([50, 0], line)).toBeCloseTo(8, 0);
    expect(distance([0, 0], line)).toBe(0);
  });
});

it('a place is taken once', () => {
  const room = new Room();
  expect([room.take([0, 0, 10, 10]), room.take([5, 5, 15, 15]), room.take([10, 0, 20, 10])]).toEqual([true, false, true]);
});

describe('the ground', () => {
  it('finds the way back from a place of the map', () => {
    for (const [x, y] of [[71.43, 51.17], [-77.04, 38.9], [139.7, 35.7]] as const) {
      const [longitude, latitude] = unplaced(placed(x, y));
      expect(longitude).toBeCloseTo(x, 3);
      expect(latitude).toBeCloseTo(y, 3);
    }
  });
  it('bends lines through all their points', () => {
    const line: Place[] = [[0, 0], [10, 5], [20, 0]];
    const found = bent(line, 4);
    expect(found).toHaveLength(9);
    expect(found[4]).toEqual([10, 5]);
    expect([found[0], found.at(-1)]).toEqual([line[0], line[2]]);
  });
  it('has rivers and corridors of Eurasia, each once', () => {
    const ids = ways.features.map((one) => one.properties.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const way of ways.features) {
      const flat = way.geometry.coordinates.flat(way.geometry.type === 'LineString' ? 0 : way.geometry.type === 'MultiPolygon' ? 2 : 1) as number[][];
      expect(flat.length).toBeGreaterThan(2);
      for (const [x, y] of flat) expect([way.properties.id, x! > 15 && x! < 115 && y! > 25 && y! < 70]).toEqual([way.properties.id, true]);
    }
  });
});

describe('an arrow on an arc', () => {
  const corners = (path: string) => path.slice(1, -1).split('L').map((one) => one.split(' ').map(Number) as Place);
  it('points along the arc, whichever of its ends lies west', () => {
    for (const [a, b] of [[[0, 0], [100, 20]], [[100, 20], [0, 0]], [[10, 90], [12, -40]]] as [Place, Place][]) {
      const [tip, left, , right] = corners(arrowhead(a, b, 6));
      const back: Place = [(left![0] + right![0]) / 2, (left![1] + right![1]) / 2];
      expect((tip![0] - back[0]) * (b[0] - a[0]) + (tip![1] - back[1]) * (b[1] - a[1])).toBeGreaterThan(0);
      expect(distance([(tip![0] + back[0]) / 2, (tip![1] + back[1]) / 2], arc(a, b))).toBeLessThan(2);
    }
  });
  it('stands nearer to where it leads, so that those of both ways are apart', () => {
    const [a, b]: [Place, Place] = [[0, 0], [200, 0]];
    expect(corners(arrowhead(a, b, 5))[0]![0]).toBeGreaterThan(100);
    expect(corners(arrowhead(b, a, 5))[0]![0]).toBeLessThan(100);
  });
});
