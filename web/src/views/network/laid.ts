/** The layout of a version, made once in this browser: asked for by every selection, kept while the window lives. */
import { api, data } from '../../api/client';
import { layout, type Place } from './layout';

const ALL = 10_000;
const made = new Map<number, Promise<Map<string, Place>>>();
const KEY = 'tarazy.network';

/** The places of the actors of a version's weightiest ties. */
export function laid(version: number): Promise<Map<string, Place>> {
  let found = made.get(version);
  if (!found) {
    found = kept(version) ?? make(version);
    made.set(version, found);
    found.catch(() => made.delete(version));
  }
  return found;
}

async function make(version: number): Promise<Map<string, Place>> {
  const { edges } = await data(api.GET('/api/ties', { params: { query: { limit: ALL } } }));
  const places = await layout(edges, () => new Promise((go) => setTimeout(go)));
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ version, places: [...places] }));
  } catch {
    // Where there is no room to keep it, it is made again after the page is loaded anew.
  }
  return places;
}

function kept(version: number): Promise<Map<string, Place>> | null {
  try {
    const { version: known, places } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as { version?: number; places?: [string, Place][] };
    return known === version && places ? Promise.resolve(new Map(places)) : null;
  } catch {
    return null;
  }
}
