/** The service's addresses, typed by its OpenAPI description. */
import createClient from 'openapi-fetch';
import { Refused } from './refused';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Claim = Schemas['ClaimRow'];
export type RecordRow = Schemas['RecordRow'];
export type RecordDetail = Schemas['RecordDetail'];
export type Finding = Schemas['FindingRow'];
export type Facets = Schemas['Facets'];
export type Overview = Schemas['Overview'];
export type Ruling = Schemas['Ruling'];

export const api = createClient<paths, 'application/json'>({
  baseUrl: location.origin,
  credentials: 'same-origin',
});

export { Refused };

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws what is refused. */
export async function data<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data: found, error, response } = await answer.catch(() => {
    throw new Refused(0);
  });
  if (found !== undefined) return found;
  throw Refused.by(response.status, error);
}
