/** Chargebee's official SDK at its best settings: its own retries switched on, as many calls at once as the bare loop. */
import Chargebee from 'chargebee';

const [, , job, url, key, prefix] = process.argv;
const CREATED = 1_000;
const AT_ONCE = 64;
const { hostname, port } = new URL(url);

const chargebee = new Chargebee({
	site: hostname,
	hostSuffix: '',
	protocol: 'http',
	port: Number(port),
	apiKey: key,
	retryConfig: { enabled: true, maxRetries: 5, delayMs: 1000, retryOn: [429, 500, 502, 503, 504] },
});

async function list() {
	const orders = [];
	let offset;
	do {
		const page = await chargebee.order.list({ limit: 100, offset });
		for (const { order } of page.list) orders.push(order);
		offset = page.next_offset;
	} while (offset !== undefined);
	return orders.length;
}

/** Version 2 of the API, which the SDK speaks, imports orders where version 1 creates them. */
async function create() {
	const ids = Array.from({ length: CREATED }, (_, index) => `${prefix}_${index}`);
	let done = 0;
	const worker = async () => {
		for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
			await chargebee.order.importOrder({
				id,
				invoice_id: 'IMP-without-orders',
				status: 'queued',
				created_at: 1_700_000_000,
				order_date: 1_700_000_000,
				shipping_date: 1_700_000_000,
			});
			done += 1;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return done;
}

const began = performance.now();
const done = await (job.startsWith('list') ? list() : create());
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const figures = { seconds: (performance.now() - began) / 1000, done };
process.stdout.write(
	JSON.stringify({ ...figures, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }),
);
process.exit();
