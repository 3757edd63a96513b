import { startChatModel, type ChatModel } from './chatModel';
import { ExampleSite } from './exampleSite';
import { jsonOf } from './nodeResults';

let site: ExampleSite;
let model: ChatModel;
let workflow: string;

beforeAll(async () => {
	[site, model] = await Promise.all([ExampleSite.open(), startChatModel()]);
	await site.addCredential('openAiApi', { apiKey: 'none is needed', url: model.url });
	workflow = await site.import('orders-agent');
});

afterAll(async () => {
	expect(site.faults()).toEqual([]);
	await Promise.all([site.close(), model.close()]);
});

it('finds orders, reads one and changes its note by the three tools', async () => {
	const waiting = site.orders(({ status }) => status === 'awaiting_shipment');
	const newest = waiting.map(({ created_at }) => created_at).sort((a, b) => b - a);
	const id = String(waiting[0]?.id);
	model.say(
		{ tool: 'Find_Orders', arguments: { Limit: 3, Status: 'awaiting_shipment' } },
		{ tool: 'Read_an_Order', arguments: { Order: id } },
		{ tool: 'Put_a_Note_on_an_Order', arguments: { Order: id, Note: 'Call before delivery' } },
		{ tool: 'Read_an_Order', arguments: { Order: 'no-such-order' } },
		{ answer: 'Three orders wait, and the first has your note.' },
	);
	const execution = await site.chat(workflow, 'Chat', 'Which orders wait for shipment? Put a note on the first.');
	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Orders Agent')).toEqual([{ output: 'Three orders wait, and the first has your note.' }]);

	const [found, read, changed, refused] = model.toolAnswers();
	const status = 'awaiting_shipment';
	const created = newest.slice(0, 3).map((seconds) => new Date(seconds * 1000).toISOString().replace('.000', ''));
	expect(found).toEqual(created.map((created_at) => expect.objectContaining({ status, created_at })));
	expect(read).toEqual([expect.objectContaining({ id, status })]);
	expect(changed).toEqual([expect.objectContaining({ id })]);
	expect(refused).toEqual([{ error: expect.stringMatching(/^no-such-order not found.*check the ID/) }]);
	expect(site.sandbox.effects().map(({ effect }) => effect)).toEqual([`update ${id}`]);
	expect(site.sandbox.store.orders.get(id)?.attributes.note).toBe('Call before delivery');
});

it('tells the model what each tool is for, and lets it fill no more than the fields marked for it', () => {
	const tools = (model.asked[0]?.tools ?? []).map(({ function: { name, description, parameters } }) => [
		name,
		description.split(/[.:]/, 1)[0],
		Object.keys(parameters.properties).sort(),
	]);
	expect(tools.sort()).toEqual([
		['Find_Orders', 'Lists orders, newest first, with an optional status', ['Limit', 'Status']],
		['Put_a_Note_on_an_Order', 'Replaces the note of one order', ['Note', 'Order']],
		['Read_an_Order', 'Reads one order by its ID', ['Order']],
	]);
});
