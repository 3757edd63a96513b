import Chargebee from 'chargebee';

import type { Sandbox } from './sandbox';

/** Chargebee's official SDK with its own types, speaking to a sandbox. */
export function officialClient({ url, apiKey }: Pick<Sandbox, 'url' | 'apiKey'>): Chargebee {
	const { hostname, port } = new URL(url);
	const at = { site: hostname, hostSuffix: '', protocol: 'http', port: Number(port), apiKey };
	return new Chargebee(at as ConstructorParameters<typeof Chargebee>[0]);
}
