import { expect, it } from 'vitest';
import description from '../../openapi.json';
import en from '../messages/en/problems.json';
import { Refused, telling } from './refused';

const codes = description.components.schemas.Problem.properties.code.enum;

it('every kind of problem of the service has its sentence', () => {
  for (const code of codes) expect(telling(Refused.by(400, { code, detail: 'x' })).told).toBe(code);
  expect(Object.keys(en).sort()).toEqual([...codes, 'offline', 'page'].sort());
});

it('the code goes before the status, which several kinds share', () => {
  expect(telling(Refused.by(401, { code: 'unknown-token', detail: 'x' })).told).toBe('unknown-token');
  expect(telling(Refused.by(403, { code: 'other-site', detail: 'x' })).told).toBe('other-site');
  expect(telling(Refused.by(429, { code: 'busy', detail: 'x' })).told).toBe('busy');
});

it.each([
  [0, 'offline'],
  [400, 'unfit'],
  [401, 'token'],
  [403, 'reading-only'],
  [404, 'missing'],
  [405, 'unfit'],
  [409, 'overtaken'],
  [413, 'large'],
  [422, 'unfit'],
  [429, 'often'],
  [500, 'fault'],
  [502, 'offline'],
  [503, 'offline'],
  [504, 'offline'],
])('an answer %i without a code, of a server in front of the service, is told too', (status, told) => {
  for (const body of ['<html>', undefined, null, { code: 'constructor' }, { code: 7 }]) expect(telling(Refused.by(status, body))).toEqual({ told, detail: '' });
});

it("the service's own sentence stands below where it says more", () => {
  const detail = 'limit: input should be less than 1001.';
  expect(telling(Refused.by(422, { code: 'unfit', detail }))).toEqual({ told: 'unfit', detail });
  expect(telling(Refused.by(403, { code: 'reading-only', detail })).detail).toBe('');
  expect(telling(Refused.by(422, { code: 'unfit', detail: [1] })).detail).toBe('');
});

it('what is no refusal is a fault of the page', () => {
  expect(telling(new TypeError('x is undefined'))).toEqual({ told: 'page', detail: 'x is undefined' });
  expect(telling('why')).toEqual({ told: 'page', detail: 'why' });
});
