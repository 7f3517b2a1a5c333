import { describe, expect, it } from 'vitest';
import { EVERYTHING, LISTS, narrowed, parameters, parse, written, type Selection } from './selection';

const full: Selection = {
  from: '2018-05',
  to: '2025',
  undated: true,
  actor: ['KAZ', 'org:tusaş'],
  match: 'any',
  kind: ['agreement'],
  domain: ['defence', 'water'],
  stage: ['signed'],
  modality: ['asserted'],
  language: ['kk'],
  source: ['a b&c=d.txt'],
  confidence: 0.25,
  words: 'су келісімі',
  ruled: ['accepted'],
};

describe('the selection in the address', () => {
  it('is read back as it was written', () => {
    expect(parse(new URLSearchParams(written(full, new URLSearchParams()).toString()))).toEqual(full);
  });
  it('leaves nothing in the address when it keeps everything', () => {
    expect(written(EVERYTHING, new URLSearchParams()).toString()).toBe('');
    expect(parse(new URLSearchParams())).toEqual(EVERYTHING);
  });
  it('leaves the parameters of a view alone', () => {
    expect(written(full, new URLSearchParams('order=-time&kind=aid')).getAll('order')).toEqual(['-time']);
    expect(written(full, new URLSearchParams('order=-time&kind=aid')).getAll('kind')).toEqual(['agreement']);
  });
  it('drops what is none', () => {
    const found = parse(new URLSearchParams('confidence=7&match=some&actor=&actor=KAZ&actor=KAZ&from='));
    expect(found).toEqual({ ...EVERYTHING, actor: ['KAZ'] });
  });
  it('counts an interval once', () => {
    expect(narrowed(EVERYTHING)).toBe(0);
    expect(narrowed({ ...EVERYTHING, from: '2018', to: '2020' })).toBe(1);
    expect(narrowed({ ...EVERYTHING, to: '2020', actor: ['KAZ', 'RUS'] })).toBe(2);
  });
  it('has a parameter for each list', () => {
    for (const name of LISTS) expect(parameters({ ...EVERYTHING, [name]: ['x'] })[name]).toEqual(['x']);
  });
});
