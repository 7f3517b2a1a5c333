import { describe, expect, it } from 'vitest';
import { laid, pictured, type Entry, type Laying } from './drawing';
import { days } from './placing';

const entry = (record_id: string, time_start: string | null, time_end: string | null, precision: string, modality = 'asserted', lanes = ['KAZ']): Entry => ({
  record_id, lanes, time_start, time_end, precision, kind: 'agreement', domain: 'water', stage: null, modality, confidence: 1, when: '', what: '', who: '', detail: '',
});
const entries = [entry('a', '2000-01-01', '2000-01-01', 'day'), entry('b', '2001', '2001', 'year'), entry('c', '2001-06-01', null, 'since', 'planned'), entry('d', null, '1950', 'until')];
const all: Laying = {
  lanes: [{ lane: 'KAZ', name: 'Kazakhstan', count: 4, counts: [1, 0, 4] }],
  entries,
  firstYear: 1999,
  window: [days('2000')[0], days('2009')[1]],
  width: 1000,
  cut: false,
};

describe('the timeline in pixels', () => {
  it('draws a day as a point, what is not known as wide as it may be, and leaves out what is outside', () => {
    const [lane] = laid(all);
    expect(lane!.items.map((one) => one.entry.record_id)).toEqual(['a', 'b', 'c']);
    const [day, year, since] = lane!.items;
    expect(day!.wide).toBe(0);
    expect(year!.wide).toBeCloseTo(100, 0);
    expect(since!.x + since!.wide).toBeCloseTo(1000, 0);
    expect(since!.y).toBeGreaterThan(year!.y);
    expect(since!.unsure).toBe(true);
    expect(lane!.bars).toEqual([]);
  });
  it('tells how many hold in each year where not all are drawn', () => {
    const [lane] = laid({ ...all, cut: true });
    expect(lane!.bars).toHaveLength(1);
    expect(lane!.bars[0]).toMatchObject({ high: 1 });
    expect(lane!.bars[0]!.x).toBeCloseTo(100, 0);
    expect(lane!.items[0]!.y).toBeGreaterThan(14);
  });
  it('counts those for which there is no room', () => {
    const many = Array.from({ length: 12 }, (_, at) => entry(`${at}`, '2003', '2003', 'year'));
    expect(laid({ ...all, entries: many })[0]).toMatchObject({ left: 3 });
  });
  it('is a picture with every mark, its scale and its names', () => {
    const { shapes, width } = pictured(laid(all), [{ x: 100, label: '2001' }], 1000, 'Title', (token) => token, (lane) => lane.name);
    const said = shapes.flatMap((one) => (one.kind === 'label' ? [one.text] : []));
    expect(said).toEqual(['Title', '2001', 'Kazakhstan 4']);
    expect(shapes.filter((one) => one.kind === 'disc')).toHaveLength(1);
    expect(shapes.filter((one) => one.kind === 'path' && one.fill === 'water').map((one) => one.opacity)).toEqual([0.28, 0.06]);
    expect(width).toBeGreaterThan(1000);
  });
});
