import { runNode, type NodeRun, type NodeRunOptions } from '../engine/harness';
import { startSandbox, type LedgerEntry, type Sandbox, type SandboxOptions } from '../sandbox';
import { SkippedTime } from './skippedTime';

export interface OrderRunOptions extends Partial<Omit<NodeRunOptions, 'items'>> {
	/** How many items, each of another order as far as there are any. */
	items?: number;
}

const paths: ReadonlyArray<Pick<NodeRunOptions, 'path' | 'settings'>> = [
	{ path: 'custom' },
	{ path: 'routing', settings: { type: 'n8n-nodes-chargebee-orders.chargebeeOrdersTool' } },
];

/** Both of n8n's paths, with reading and with writing orders. */
export const ways = paths.flatMap((path) => (['get', 'update'] as const).map((operation) => ({ ...path, operation })));

/** Sites that share a time with the node in which nobody waits; all of it ends after each test. */
export class LimitedSites {
	time = new SkippedTime();
	private readonly started: Sandbox[] = [];

	constructor() {
		beforeEach(() => {
			this.time = new SkippedTime();
			this.time.install();
		});
		afterEach(async () => {
			jest.restoreAllMocks();
			for (const sandbox of this.started.splice(0)) await sandbox.close();
		});
	}

	async start(options: SandboxOptions = {}): Promise<Sandbox> {
		const sandbox = await startSandbox({ orders: 10, clock: this.time, ...options });
		this.started.push(sandbox);
		return sandbox;
	}
}

/** Gets or updates one order an item. */
export async function runOrders(
	{ url, apiKey, store }: Pick<Sandbox, 'url' | 'apiKey'> & Partial<Pick<Sandbox, 'store'>>,
	operation: 'get' | 'update',
	{ items = 1, parameters, ...options }: OrderRunOptions = {},
): Promise<NodeRun> {
	const ids = store === undefined ? ['order_1'] : [...store.orders.all()].map(({ attributes }) => attributes.id);
	return await runNode({
		credential: { url, apiKey },
		...options,
		items: Array.from({ length: items }, (_, index) => ({ json: { id: ids[index % ids.length] ?? '' } })),
		parameters: {
			resource: 'order',
			operation,
			orderId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			...(operation === 'update' ? { fields: { batch_id: '={{ $itemIndex }}' } } : {}),
			...parameters,
		},
	});
}

/** When requests came, in milliseconds since the start of the sandbox. */
export function times(entries: readonly LedgerEntry[]): number[] {
	return entries.map(({ at }) => at);
}

/** The requests that were answered with 429. */
export function refusals({ ledger }: Sandbox): LedgerEntry[] {
	return ledger.filter(({ status }) => status === 429);
}
