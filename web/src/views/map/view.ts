import type { View } from '..';

export default { name: 'map', path: '/map', order: 40, load: () => import('./Map.svelte') } satisfies View;
