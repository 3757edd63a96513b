import type { IDataObject, IRunData } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../sandbox';
import { builtIn, chain, chargebeeOrders, orderTrigger, pollingTrigger, type Link } from '../support/workflowChain';

import { credentialFor, madeBefore, startTestN8n, until, type N8nServer, type Stored } from './server';

/** What holds in the oldest n8n too, in which `npm run test:n8n:oldest` runs this file. */

let n8n: N8nServer;
let sandbox: Sandbox;
let runData: IRunData;
let credential: Stored;

const orders = 'Get Orders';
const again = 'Get Again';
const exported = 'Export';

const statuses = ['queued', 'awaiting_shipment'];
const filters = { status: [{ operator: 'in', values: statuses }] };
const workflow = chain('List, error output, export', [
	builtIn('Start', 'manualTrigger', 1, {}),
	chargebeeOrders({ operation: 'getAll', limit: 120, filters }, { name: orders }),
	chargebeeOrders(
		{
			operation: 'get',
			orderId: { __rl: true, mode: 'id', value: '={{ $itemIndex === 1 ? "no-such-order" : $json.id }}' },
		},
		{ name: again, onError: 'continueErrorOutput' },
	),
	chargebeeOrders(
		{
			resource: 'export',
			operation: 'startAndDownload',
			filters: { order__status: [{ operator: 'in', values: statuses }] },
			options: { columnNames: 'snakeCase', pollInterval: 1 },
		},
		{ name: exported, executeOnce: true },
	),
]);

beforeAll(async () => {
	sandbox = await startSandbox({ orders: 1000, exportMs: 0, deliver: true, webhookPorts: 'any' });
	n8n = await startTestN8n();
	const { type, data } = credentialFor(sandbox);
	credential = await n8n.rest.createCredential(type, 'Sandbox', { ...data });
	const { id } = await n8n.rest.importWorkflow(workflow, { [type]: credential });
	const { data: run } = (await n8n.execute(id)) as { data: { resultData: { runData: IRunData } } };
	runData = run.resultData.runData;
});

afterAll(async () => {
	await sandbox.close();
	await n8n.stop();
});

function items(node: string, output = 0): IDataObject[] {
	return (runData[node]?.[0]?.data?.main?.[output] ?? []).map(({ json }) => json);
}

/** Whether n8n is of the second version or later. */
function isNewer(version: string): boolean {
	return Number(version.split('.')[0]) > 1;
}

/** Whether n8n, from 2.36 on, sends items with an error and its details to the error output. */
function knowsDetails(version: string): boolean {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 2 || (major === 2 && minor >= 36);
}

function ids(json: IDataObject[]): unknown[] {
	return json.map(({ id, order_id }) => order_id ?? id);
}

it('knows the node, as a tool too, and both triggers', async () => {
	const types = await n8n.rest.typeNames();
	const names = ['chargebeeOrders', 'chargebeeOrdersTool', 'chargebeeOrdersTrigger', 'chargebeeOrdersPollingTrigger'];
	expect(types).toEqual(expect.arrayContaining(names.map((name) => `n8n-nodes-chargebee-orders.${name}`)));
});

it('lists orders over several pages', () => {
	const found = items(orders);
	expect(found).toHaveLength(120);
	expect(new Set(ids(found)).size).toBe(120);
	expect(found.filter(({ status }) => !statuses.includes(String(status)))).toEqual([]);
});

it('reports the order that there is not, on the error output where n8n sends such items there', () => {
	const expected = ids(items(orders));
	const [missing] = expected.splice(1, 1);
	const reported = {
		error: expect.stringContaining('no-such-order not found') as string,
		details: expect.objectContaining({ code: 'resource_not_found' }) as object,
	};
	const failed = ({ error }: IDataObject): boolean => error !== undefined;
	expect(ids(items(again).filter((json) => !failed(json)))).toEqual(expected);
	if (knowsDetails(madeBefore().n8n.version)) {
		expect(items(again, 1)).toEqual([expect.objectContaining({ ...reported, id: missing })]);
	} else {
		expect(items(again).filter(failed)).toEqual([reported]);
	}
});

it('exports all that the filter lets through, as rows', () => {
	const all = [...sandbox.store.orders.all()].map(({ attributes }) => attributes);
	const wanted = all.filter(({ status }) => statuses.includes(status)).map(({ id }) => id);
	const rows = items(exported);
	expect(wanted.length).toBeGreaterThan(120);
	expect(new Set(ids(rows))).toEqual(new Set(wanted));
	expect(rows).toHaveLength(wanted.length);
	expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
});

it('tests the credential, and says which key is wrong', async () => {
	const { type, data } = credentialFor(sandbox);
	const says = async (apiKey: string): Promise<unknown> => {
		const tested = { ...data, apiKey };
		const { id } = await n8n.rest.createCredential(type, 'To be tested', tested);
		return await n8n.rest.testCredential(type, tested, id);
	};
	expect(await says(data.apiKey)).toMatchObject({ status: 'OK' });
	expect(await says('of_another_site')).toEqual({
		status: 'Error',
		message: expect.stringContaining('The API key is not valid for this site') as string,
	});
});

it('publishes both triggers, takes an event, goes on over a kill, and unpublishes them', async () => {
	const webhook = orderTrigger({ events: ['order_created'] });
	const polling = pollingTrigger({ events: ['order_created'] });
	const publish = async (trigger: Link): Promise<string> => {
		const file = chain(trigger.name, [trigger]);
		const { id } = await n8n.rest.importWorkflow(file, { chargebeeSiteApi: credential });
		await n8n.rest.activate(id);
		return id;
	};
	const asked = (path: RegExp): string[] =>
		sandbox.ledger.map((request) => `${request.method} ${request.path}`).filter((request) => path.test(request));
	const started = async (workflowId: string, { name }: Link): Promise<unknown[]> => {
		const all = await n8n.rest.executionsOf(workflowId);
		const ended = await Promise.all(all.map(async ({ id }) => await n8n.rest.execution(id)));
		return ended.flatMap(({ runData: run }) => run[name]?.[0]?.data?.main?.[0]?.map(({ json }) => json.id) ?? []);
	};

	const byWebhook = await publish(webhook);
	await until('the endpoint is there', () => asked(/POST .*endpoints$/).length === 1);
	const byPolling = await publish(polling);
	await until('the polls have begun', () => asked(/events$/).length > 0);
	const first = sandbox.store.addOrder().attributes.id;
	await until('it has started', async () => String(await started(byWebhook, webhook)) === first);

	await n8n.kill();
	const meanwhile = sandbox.store.addOrder().attributes.id;
	await sandbox.delivered();
	expect(sandbox.deliveries.map(({ status }) => status)).toEqual([200, 0]);
	sandbox.resetLedger();
	n8n = await n8n.startAgain();
	// The first poll comes with the start.
	await until('both are polled', async () => (await started(byPolling, polling)).length === 2);
	expect(await started(byPolling, polling)).toEqual([first, meanwhile]);
	const [endpoint] = sandbox.store.endpoints.all();
	const looked = `GET /api/v2/webhook_endpoints/${endpoint?.attributes.id}`;
	expect(asked(/endpoints/)).toEqual(isNewer(madeBefore().n8n.version) ? [] : [looked]);
	const [missed] = await sandbox.script.deliver(sandbox.store.events.all().at(-1)?.id ?? '');
	expect(missed?.status).toBe(200);
	await until('it has started', async () => (await started(byWebhook, webhook)).includes(meanwhile));

	for (const id of [byWebhook, byPolling]) await n8n.rest.deactivate(id);
	await until('the endpoint is gone', () => sandbox.store.endpoints.all().length === 0);
	expect(sandbox.ledger.flatMap(({ unknown, violations }) => [...unknown, ...violations])).toEqual([]);
}, 600_000);
