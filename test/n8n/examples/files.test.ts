import axios from 'axios';
import { NodeHelpers, type INodeTypeDescription } from 'n8n-workflow';

import { exampleNames, exampleWorkflow } from './exampleFiles';
import { ExampleSite } from './exampleSite';

let site: ExampleSite;
/** Every node type that this n8n has, ours among them. */
let types: INodeTypeDescription[];

beforeAll(async () => {
	site = await ExampleSite.open({ orders: 1 });
	const headers = { cookie: site.n8n.rest.cookie };
	types = (await axios.get<INodeTypeDescription[]>(`${site.n8n.url}/types/nodes.json`, { headers })).data;
});

afterAll(async () => await site.close());

function typeOf(name: string, version: number): INodeTypeDescription | undefined {
	return types.find((type) => type.name === name && [type.version].flat().includes(version));
}

it.each(exampleNames)('%s can be imported, each of its nodes in the newest version that it has', async (example) => {
	await site.import(example);
	const outdated = exampleWorkflow(example).nodes.filter(({ type, typeVersion }) => {
		const newest = Math.max(...types.filter(({ name }) => name === type).flatMap(({ version }) => version));
		return typeVersion !== newest;
	});
	expect(outdated.map(({ name, typeVersion }) => [name, typeVersion])).toEqual([]);
});

it.each(exampleNames)('%s has the parameters that n8n itself would save, and none is missing', (example) => {
	for (const node of exampleWorkflow(example).nodes) {
		const type = typeOf(node.type, node.typeVersion);
		if (type === undefined) throw new Error(`This n8n has no ${node.type} ${node.typeVersion}`);
		const { properties } = type;
		const saved = NodeHelpers.getNodeParameters(properties, node.parameters, false, false, node, type);
		expect([node.name, saved]).toEqual([node.name, node.parameters]);
		const parameters = NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, type) ?? {};
		const issues = NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters }, type);
		expect([node.name, issues]).toEqual([node.name, null]);
	}
});
