import {
	freePort,
	madeBefore,
	ready,
	startProcess,
	startTestN8n,
	type N8nServer,
	type Program,
	type Settings,
} from '../server';

import { startPostgres, startRedis, type Service } from './services';

/** n8n as it runs in production: a main process, workers, PostgreSQL and Redis. */
export interface Queue {
	main: N8nServer;
	workers: Program[];
	/** Starts one more worker, with settings of its own. */
	addWorker(settings?: Settings): Promise<void>;
	stop(): Promise<void>;
}

/** A worker that is gone is noticed in seconds, not in a minute. */
const impatient = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** Starts n8n in queue mode with so many workers. */
export async function startQueue(workers: number): Promise<Queue> {
	const running: Array<Pick<Service, 'stop'>> = [];
	const stop = async (): Promise<void> => {
		for (const { stop: end } of running.splice(0).reverse()) await end();
	};
	try {
		const postgres = await startPostgres();
		running.push(postgres);
		const redis = await startRedis();
		running.push(redis);
		const shared: Settings = {
			EXECUTIONS_MODE: 'queue',
			...impatient,
			...postgres.settings,
			...redis.settings,
		};
		const main = await startTestN8n({ settings: shared });
		running.push(main);
		const queue: Queue = {
			main,
			workers: [],
			addWorker: async (own) => {
				const { worker, url } = await startWorker(main, own);
				running.push(worker);
				await ready(worker, url);
				queue.workers.push(worker);
			},
			stop,
		};
		await Promise.all(Array.from({ length: workers }, async () => await queue.addWorker()));
		return queue;
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Starts a worker beside a main process, with its settings and folders; at the URL it says when it is ready. */
async function startWorker(main: N8nServer, settings: Settings = {}): Promise<{ worker: Program; url: string }> {
	const port = await freePort();
	const own = {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
	};
	const worker = startProcess(madeBefore().n8n, ['worker', '--concurrency=10'], {
		...main.settings,
		...own,
		...settings,
	});
	return { worker, url: `http://127.0.0.1:${port}` };
}
