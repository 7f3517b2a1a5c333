import type { View } from '..';

export default { name: 'claims', path: '/claims', order: 20, load: () => import('./Claims.svelte') } satisfies View;
