import { callsFor, errorTold, received, requestsFor, schemaOf, toolsTold } from './agents/calls';
import { agentWorkflow } from './agents/toolWorkflow';
import { startChatModel, type ChatModel } from './examples/chatModel';
import { ExampleSite } from './examples/exampleSite';
import { jsonOf } from './examples/nodeResults';

let site: ExampleSite;

beforeAll(async () => {
	site = await ExampleSite.open();
});

afterAll(async () => {
	await site.close();
});

describe.each([
	['3.1, run by n8n’s engine', 3.1, {}, { error: errorTold }],
	[
		'2.2, run by n8n’s routing, its tools set to go on',
		2.2,
		{ onError: 'continueRegularOutput' },
		{
			error: 'no-such-export not found',
			details: expect.objectContaining({ hint: expect.stringContaining('check the ID') as string }) as object,
		},
	],
] as const)('an agent of version %s', (_name, version, settings, error) => {
	const note = `By agent ${version}`;
	let model: ChatModel;
	let orderId: string;

	beforeAll(async () => {
		site.sandbox.resetLedger();
		model = await startChatModel();
		await site.addCredential('openAiApi', { apiKey: 'none is needed', url: model.url });
		orderId = String(site.orders(({ status }) => status === 'shipped')[0]?.id);
		model.say(...callsFor(orderId, note), { answer: 'All is done.' });
		const execution = await site.run(await site.importFile(agentWorkflow(version, settings)), 'Start');
		expect(jsonOf(execution, 'AI Agent')).toEqual([{ output: 'All is done.' }]);
	});

	afterAll(async () => {
		await model.close();
	});

	it('is told name, purpose and arguments of each tool, all of them required', () => {
		const told = (model.asked[0]?.tools ?? []).map((tool) => tool.function);
		expect(told.sort((a, b) => a.name.localeCompare(b.name))).toEqual(
			toolsTold.map(([name, description, properties]) =>
				expect.objectContaining({ name, description, parameters: expect.objectContaining(schemaOf(properties)) }),
			),
		);
	});

	it('reads simplified orders, 20 unless it asks for another number, and errors that say what to do', () => {
		const [order, list, filtered, updated, failed] = model.toolAnswers() as Array<Array<Record<string, unknown>>>;
		expect(order).toEqual([expect.objectContaining({ id: orderId, status: 'shipped' })]);
		expect(list).toHaveLength(20);
		expect(filtered).toHaveLength(2);
		expect([...(list ?? []), ...(filtered ?? [])].filter((entry) => Object.keys(entry).length > 10)).toEqual([]);
		expect(filtered?.filter(({ status }) => !['queued', 'shipped'].includes(String(status)))).toEqual([]);
		expect(updated).toEqual([expect.objectContaining({ id: orderId })]);
		expect(failed).toEqual([error]);
	});

	it('sends what the model gave, and nothing of what it left empty', () => {
		expect(received(site)).toEqual({
			requests: requestsFor(orderId, note),
			headers: ['chargebee-idempotency-key'],
		});
		expect(site.faults()).toEqual([]);
		expect(site.sandbox.effects().map(({ effect }) => effect)).toEqual([`update ${orderId}`]);
		expect(site.sandbox.store.orders.get(orderId)?.attributes.note).toBe(note);
	});

	it('never tells the model the API key', () => {
		expect(model.asked.length).toBeGreaterThan(5);
		expect(JSON.stringify(model.asked)).not.toContain(site.sandbox.apiKey);
	});
});
