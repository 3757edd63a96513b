import { startSandbox, type Sandbox } from '../sandbox';
import { chain, pollingTrigger } from '../support/workflowChain';

import { credentialFor, startTestN8n, until, type N8nServer, type Settings } from './server';

/** In seconds: n8n polls once a minute, and a busy machine may take as long for the run. */
const A_POLL = 200;

/** n8n's second engine, which keeps the place of every poll in its database; off by default. */
const durableEngine: Settings = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

const trigger = pollingTrigger({ events: ['order_created'] });
const workflow = chain('Every new order', [trigger]);

/** A site, and an n8n that polls it. */
class PolledSite {
	/** The IDs of the orders that were added. */
	readonly added: string[] = [];
	private workflowId = '';

	private constructor(
		readonly sandbox: Sandbox,
		private n8n: N8nServer,
	) {}

	/** Starts it, publishes the workflow, and waits until n8n has looked where to begin. */
	static async open(settings: Settings): Promise<PolledSite> {
		const site = new PolledSite(await startSandbox({ orders: 3 }), await startTestN8n({ settings }));
		await site.publish();
		return site;
	}

	async close(): Promise<void> {
		const faults = this.sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations]);
		await this.n8n.stop();
		await this.sandbox.close();
		expect(faults).toEqual([]);
	}

	private async publish(): Promise<void> {
		const { rest } = this.n8n;
		const { type, data } = credentialFor(this.sandbox);
		const credential = await rest.createCredential(type, 'Sandbox', { ...data });
		({ id: this.workflowId } = await rest.importWorkflow(workflow, { [type]: credential }));
		await rest.activate(this.workflowId);
		await this.poll();
	}

	add(number: number): void {
		for (let at = 0; at < number; at += 1) this.added.push(this.sandbox.store.addOrder().attributes.id);
	}

	/** Waits until Chargebee has answered one more poll. */
	async poll(): Promise<void> {
		const before = this.answered();
		await until('n8n has polled', () => this.answered() > before, A_POLL);
	}

	/** Waits until so many orders have started an execution as were added. */
	async startedAll(): Promise<void> {
		await until(
			'every order has started an execution',
			async () => (await this.started()).length >= this.added.length,
			A_POLL,
		);
	}

	/** The IDs of the orders that started an execution, each as often as it did. */
	async started(): Promise<unknown[]> {
		const { rest } = this.n8n;
		const executions = await rest.executionsOf(this.workflowId);
		const ended = await Promise.all(executions.map(async ({ id }) => await rest.execution(id)));
		return ended.flatMap(
			({ runData }) => runData[trigger.name]?.[0]?.data?.main?.[0]?.map(({ json }) => json.id) ?? [],
		);
	}

	/** The workflow as n8n gives it out, with what it keeps for its triggers. */
	async stored(): Promise<string> {
		return JSON.stringify(await this.n8n.rest.call('get', `/workflows/${this.workflowId}`));
	}

	async kill(): Promise<void> {
		await this.n8n.kill();
	}

	async startAgain(): Promise<void> {
		this.n8n = await this.n8n.startAgain();
	}

	log(): string {
		return this.n8n.log();
	}

	private answered(): number {
		return this.sandbox.ledger.filter(({ path, status }) => /\/events$/.test(path) && status === 200).length;
	}
}

/** What happens to a site: orders before a kill, while n8n is away, and after it. */
async function live(settings: Settings, whileAway: (site: PolledSite) => void = () => undefined): Promise<PolledSite> {
	const site = await PolledSite.open(settings);
	site.add(3);
	await site.startedAll();
	await site.kill();
	site.add(2);
	whileAway(site);
	await site.startAgain();
	site.add(1);
	await site.startedAll();
	await site.poll();
	return site;
}

let byDefault: Promise<PolledSite>;
let durable: Promise<PolledSite>;

// Both wait for the next minute most of the time, so they do so together.
beforeAll(() => {
	byDefault = live({}, ({ sandbox }) => {
		for (let tries = 0; tries < 8; tries += 1) {
			sandbox.script.respondOnce({ method: 'GET', path: /\/events$/ }, { status: 503, body: '' });
		}
	});
	durable = live(durableEngine);
	for (const life of [byDefault, durable]) life.catch(() => undefined);
});

afterAll(async () => {
	const ended = await Promise.allSettled([byDefault, durable]);
	for (const life of ended) if (life.status === 'fulfilled') await life.value.close();
});

it('starts once for each order from the publication on, and goes on over a kill while Chargebee is away', async () => {
	const site = await byDefault;
	expect((await site.started()).sort()).toEqual(site.added.sort());
	expect(site.log()).toContain('The first poll after the start failed, and the next one follows');
	expect(await site.stored()).toContain('"watermark"');
}, 900_000);

it('does so in the durable engine, which does not store where the first poll begins', async () => {
	const site = await durable;
	expect((await site.started()).sort()).toEqual(site.added.sort());
	// It is this engine that has polled.
	expect(await site.stored()).not.toContain('"watermark"');
}, 900_000);
