import { exportIds, hintOf } from '../support/exportRuns';
import { hurryTime } from '../support/hurriedTime';
import { inputOf, writes, type Write } from '../support/writes';

import type { NodeRun } from './harness';
import { byId, items, json, OrderSandbox, paths } from './orderSandbox';

const use = new OrderSandbox({ orders: 0, exportMs: 0 });

// Where all five places of exports are taken, the sandbox asks to wait.
beforeEach(() => hurryTime(200));
afterEach(() => jest.restoreAllMocks());

const marks = (write: Write, count: number): string[] =>
	Array.from(
		{ length: count },
		(_, at) => `${write.operation.slice(0, 20)} ${String(write.parameters.apiVersion ?? '')} ${at}`,
	);

async function runOf(
	write: Pick<Write, 'resource' | 'operation' | 'parameters'>,
	given: string[],
	options = {},
	on = {},
) {
	const { resource, operation, parameters } = write;
	return await use.run(
		operation,
		{ resource, ...parameters, options: { pollInterval: 0.1, ...options } },
		{ items: items(...given.map(inputOf)), ...on },
	);
}
const validate = { validateOnly: true };

/** What was sent, as Validate Only shows it. */
function sent(): unknown[] {
	return use.ledger
		.filter(({ method }) => method === 'POST')
		.map(({ method, path, form }) => ({ method, path, fields: Object.fromEntries(form), headers: {} }));
}

const byPath = (one: unknown, other: unknown): number => JSON.stringify(one).localeCompare(JSON.stringify(other));

describe.each(paths)('Validate Only ($path path)', (on) => {
	it.each([...writes, { ...writes[writes.length - 1], operation: 'startAndDownload' } as Write])(
		'of $operation shows what the run then sends, item by item, and sends nothing',
		async (write) => {
			const given = marks(write, 2).map((mark) => `${mark} ${on.path}`);
			for (const mark of given) write.prepare(use.sandbox, mark);
			const shown = await runOf(write, given, validate, on);
			expect(shown.error).toBeUndefined();
			expect(use.ledger).toEqual([]);
			expect(shown.output[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			const run = await runOf(write, given, { validateOnly: false }, on);
			expect(run.error).toBeUndefined();
			expect(json(shown).sort(byPath)).toEqual(sent().sort(byPath));
		},
	);

	it('shows the fields by their names in the form, and what Customer and Event Options add', async () => {
		const run = await use.run(
			'update',
			{
				orderId: byId('a/b'),
				fields: { order_line_items: { values: [{ id: 'li_1', status: 'shipped' }] } },
				requestContext: { user_email: 'ann@example.com', suppress_events: ['webhook'] },
				options: validate,
			},
			on,
		);
		expect(json(run)).toEqual([
			{
				method: 'POST',
				path: '/api/v2/orders/a%2Fb',
				fields: { 'order_line_items[id][0]': 'li_1', 'order_line_items[status][0]': 'shipped' },
				headers: { 'chargebee-request-origin-user': 'ann@example.com', 'chargebee-event-webhook': 'all-disabled' },
			},
		]);
		expect(JSON.stringify(run.run)).not.toContain(use.sandbox.apiKey);
	});

	it('reports a bad row as the run would', async () => {
		const settings = { ...on.settings, onError: 'continueRegularOutput' as const };
		const results = [];
		for (const options of [validate, {}]) {
			const fields = { status: '={{ $json.status }}' };
			const parameters = { orderId: byId('nope'), fields, options };
			results.push(json(await use.run('update', parameters, { ...on, settings, items: items({ status: 'lost' }) })));
		}
		expect(results[0]).toEqual(results[1]);
		expect(results[0]).toMatchObject([{ error: expect.stringContaining('Status (status) cannot be "lost"') }]);
	});

	it.each(['true', 'false'])('given as the text "%s" is read as such', async (text) => {
		const { id } = use.addOrder().attributes;
		const parameters = { orderId: byId(id), fields: { note: 'x' }, options: { validateOnly: `={{ "${text}" }}` } };
		expect((await use.run('update', parameters, on)).error).toBeUndefined();
		expect(use.ledger).toHaveLength(text === 'true' ? 0 : 1);
	});

	it('that is neither true nor false is refused', async () => {
		const parameters = { orderId: byId('a'), fields: { note: 'x' }, options: { validateOnly: '={{ "perhaps" }}' } };
		const { error } = await use.run('update', parameters, on);
		expect(error?.message).toContain('Validate Only is neither true nor false');
	});
});

const emptied = { orderId: byId('a'), fields: { note: 'x' }, options: { validateOnly: '={{ $json.missing }}' } };

it('an expression without a value is not taken for "send it"', async () => {
	const { error } = await use.run('update', emptied);
	expect(error?.message).toContain('Validate Only is neither true nor false');
});

it('an agent that leaves it empty has not set it', async () => {
	const { id } = use.addOrder().attributes;
	for (const { path, settings } of [
		{ path: 'routing' as const, settings: paths[1]?.settings },
		{ path: 'custom' as const, settings: paths[1]?.settings },
	])
		await use.run('update', { ...emptied, orderId: byId(id) }, { path, settings });
	expect(use.ledger).toHaveLength(2);
});

it('is said in the hint, where it is on for some items too', async () => {
	const ids = [0, 1, 2].map(() => use.addOrder().attributes.id);
	const hint = async (validateOnly: string): Promise<string> => {
		const parameters = { orderId: byId('={{ $json.id }}'), fields: { note: 'x' }, options: { validateOnly } };
		return hintOf(await use.run('update', parameters, { items: items(...ids.map((id) => ({ id }))) }));
	};
	expect(await hint('={{ true }}')).toBe('Validate Only: nothing was sent for 3 items.');
	expect(await hint('={{ $itemIndex === 0 }}')).toBe('Validate Only: nothing was sent for 1 item.');
});

it('starts no export', async () => {
	const before = exportIds(use.sandbox).length;
	const runs: NodeRun[] = [];
	for (const operation of ['start', 'startAndDownload']) {
		runs.push(await use.run(operation, { resource: 'export', exportType: 'orders', options: validate }));
	}
	expect(exportIds(use.sandbox)).toHaveLength(before);
	for (const run of runs) expect(json(run)).toMatchObject([{ method: 'POST', path: '/api/v2/exports/orders' }]);
});
