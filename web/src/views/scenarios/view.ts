import type { View } from '..';

export default { name: 'scenarios', path: '/scenarios', order: 65, load: () => import('./Scenarios.svelte') } satisfies View;
