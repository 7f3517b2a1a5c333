import { describe, expect, it } from 'vitest';
import type { Claim } from '../../api/client';
import { amountsText, changes, filled, given, timeText } from './filling';

const claim = {
  kind: 'trade',
  stage: null,
  modality: 'asserted',
  domain: 'economy',
  time_start: '2018',
  time_end: null,
  quantities: [
    { value: 2.5e9, unit: 'USD', relation: '~' },
    { value: 23, unit: 'percent', relation: '=' },
  ],
  object: null,
  speaker: null,
  participants: [{ actor: 'KAZ', name: 'Kazakhstan', role: 'partner', via: null, surface: 'Astana' }],
} as unknown as Claim;

describe('the form of a claim', () => {
  it('writes times and figures as the service reads them', () => {
    const texts = [['2018', '2018'], ['2018', null], [null, '2014'], ['2018', '2020-05'], [null, null]] as const;
    expect(texts.map(([start, end]) => timeText(start, end))).toEqual(['2018', '2018/', '/2014', '2018/2020-05', '']);
    expect(amountsText(claim.quantities)).toBe('~2500000000 USD; 23 percent');
  });
  it('tells what was changed and nothing else', () => {
    const before = filled(claim);
    expect(changes(before, filled(claim))).toEqual({});
    expect(changes(before, { ...filled(claim), time: ' 2019 ', object: 'gas' })).toEqual({ time: '2019', object: 'gas' });
    expect(changes(before, { ...filled(claim), time: '' })).toEqual({ time: '' });
  });
  it('sends the participants along with another kind', () => {
    const people = [{ actor: 'KAZ', role: 'partner', surface: 'Astana' }];
    expect(changes(filled(claim), { ...filled(claim), kind: 'aid' })).toEqual({ kind: 'aid', participants: people });
  });
  it('of a new claim leaves out what is empty', () => {
    const form = filled(undefined);
    form.participants = [{ actor: 'TUR', name: 'Türkiye', role: 'party' }, { actor: '', name: '', role: 'party' }];
    expect(given(form)).toEqual({ kind: 'agreement', modality: 'asserted', domain: 'diplomacy', participants: [{ actor: 'TUR', role: 'party' }] });
  });
});
