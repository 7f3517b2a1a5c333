/**
 * The ground of the map: land and boundaries of Natural Earth (public domain) as packed in world-atlas, rivers, lakes and corridors of
 * ways.json, in the Natural Earth projection (Šavrič et al. 2015) with the meridian of 50° E in the middle, so that Central Asia stands upright.
 */
import { geoGraticule10, geoNaturalEarth1, geoPath, type GeoProjection } from 'd3-geo';
import type { Feature, Geometry, LineString, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Place } from '../../parts/picture';
import ways from './ways.json';

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

/** A river, lake, corridor or pipeline; `state` is working, building or planned. */
export interface Way {
  id: string;
  kind: 'river' | 'lake' | 'corridor' | 'pipeline';
  state: string;
  d: string;
  /** Its points on the map, line by line, to find what is pointed at. */
  lines: Place[][];
}

/** The map's parts as SVG paths in its own units, to be scaled and moved. */
export interface Ground {
  sphere: string;
  graticule: string;
  land: string;
  boundaries: string;
  ways: Way[];
}

/** Where the map holds Central Asia and its neighbours: south-west and north-east. */
export const CENTRAL_ASIA: [Place, Place] = [
  [41, 32],
  [92, 59],
];

/** The same on a screen that is higher than wide. */
export const UPRIGHT: [Place, Place] = [
  [50, 30],
  [82, 57],
];

const SCALE = 400;
const turned = (): GeoProjection => geoNaturalEarth1().rotate([-50, 0]).scale(SCALE).translate([0, 0]).precision(0.2);
const projection = turned();

/** The place of a longitude and latitude in units of the map. */
export function placed(longitude: number, latitude: number): Place {
  return projection([longitude, latitude]) ?? [0, 0];
}

/** The longitude and latitude of a place. */
export function unplaced(place: Place): Place {
  return projection.invert?.(place) ?? [67, 45];
}

/** How far the world reaches in units of the map: left, top, right, bottom. */
export function reach(): [Place, Place] {
  return geoPath(projection).bounds({ type: 'Sphere' });
}

/** The scale and place at which a part of the world, south-west and north-east, fills so many pixels: see View. */
export function fitted(box: [Place, Place], width: number, height: number): { k: number; x: number; y: number } {
  const corners = [box[0], box[1], [box[0][0], box[1][1]], [box[1][0], box[0][1]]].map((one) => placed(one[0]!, one[1]!));
  const [xs, ys] = [corners.map((one) => one[0]), corners.map((one) => one[1])];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const k = Math.min(width / (right - left), height / (bottom - top));
  return { k, x: (width - k * (left + right)) / 2, y: (height - k * (top + bottom)) / 2 };
}

/** How finely the ground is drawn: 1 : 50 or 1 : 110 million. */
export type Detail = 'fine' | 'coarse';
const FILES: Record<Detail, () => Promise<{ default: unknown }>> = {
  fine: () => import('world-atlas/countries-50m.json'),
  coarse: () => import('world-atlas/countries-110m.json'),
};
const atlases: Partial<Record<Detail, Promise<Atlas>>> = {};

/** The ground; with `box`, only what lies in this part of the map. */
export async function ground(detail: Detail = 'fine', box?: [Place, Place]): Promise<Ground> {
  const { objects, ...topology } = await (atlases[detail] ??= FILES[detail]().then((file) => file.default as Atlas));
  const all = { ...topology, objects } as Atlas;
  const own = turned();
  if (box) own.clipExtent(box);
  const path = geoPath(own).digits(2);
  const written = (one: Parameters<typeof path>[0]) => path(one) ?? '';
  return {
    sphere: written({ type: 'Sphere' }),
    graticule: written(geoGraticule10()),
    land: written(feature(all, all.objects.land)),
    boundaries: written(mesh(all, all.objects.countries, (a, b) => a !== b)),
    ways: (ways.features as Feature<Geometry, { id: string; kind: Way['kind']; state?: string }>[]).map((one) => ({
      id: one.properties.id,
      kind: one.properties.kind,
      state: one.properties.state ?? 'working',
      d: written(smooth(one.geometry)),
      lines: lines(smooth(one.geometry)).map((line) => line.map(([x, y]) => placed(x!, y!))),
    })),
  };
}

function smooth(geometry: Geometry): Geometry {
  if (geometry.type === 'LineString') return { ...geometry, coordinates: bent(geometry.coordinates as Place[]) };
  if (geometry.type === 'MultiLineString') return { ...geometry, coordinates: geometry.coordinates.map((line) => bent(line as Place[])) };
  return geometry;
}

/** A line through the same points without corners: Catmull and Rom (1974). */
export function bent(line: readonly Place[], steps = 5): Place[] {
  const found: Place[] = [];
  for (let at = 0; at < line.length - 1; at++) {
    const [a, b, c, d] = [line[Math.max(0, at - 1)]!, line[at]!, line[at + 1]!, line[Math.min(line.length - 1, at + 2)]!];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const along = (i: 0 | 1) => 0.5 * (2 * b[i] + (c[i] - a[i]) * t + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t * t + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t ** 3);
      found.push([along(0), along(1)]);
    }
  }
  return [...found, ...line.slice(-1)];
}

function lines(geometry: Geometry): number[][][] {
  if (geometry.type === 'LineString') return [(geometry as LineString).coordinates];
  if (geometry.type === 'MultiLineString') return (geometry as MultiLineString).coordinates;
  return [];
}
