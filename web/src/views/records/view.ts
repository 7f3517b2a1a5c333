import type { View } from '..';

export default { name: 'records', path: '/records', order: 30, load: () => import('./Records.svelte') } satisfies View;
