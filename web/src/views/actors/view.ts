import type { View } from '..';

export default { name: 'actors', path: '/actors', order: 35, load: () => import('./Actors.svelte') } satisfies View;
