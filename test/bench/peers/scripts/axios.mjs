/** What a client can reach at most: axios with connections that are kept, and as many requests at once as are of use. */
import { Agent } from 'node:http';

import axios from 'axios';

const [, , job, url, key, prefix] = process.argv;
const CREATED = 1_000;
/** The best of 8, 16, 32, 64 and 128 for 80 ms on two cores; a limit by the second is kept by batches instead. */
const AT_ONCE = 64;

const http = axios.create({
	baseURL: url,
	auth: { username: key, password: '' },
	httpAgent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }),
});

async function list() {
	const orders = [];
	let offset;
	do {
		const { data } = await http.get('/api/v2/orders', { params: { limit: 100, offset } });
		for (const { order } of data.list) orders.push(order);
		offset = data.next_offset;
	} while (offset !== undefined);
	return orders.length;
}

async function create() {
	const ids = Array.from({ length: CREATED }, (_, index) => `${prefix}_${index}`);
	let done = 0;
	const worker = async () => {
		for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
			for (;;) {
				const answer = await http.post(
					'/api/v1/orders',
					new URLSearchParams({ id, invoice_id: 'INV-without-orders' }),
					{
						validateStatus: (status) => status === 200 || status === 429,
					},
				);
				if (answer.status === 200) break;
				await new Promise((resolve) => setTimeout(resolve, Number(answer.headers['retry-after'] ?? 1) * 1000));
			}
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
