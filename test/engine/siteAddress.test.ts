import { Workflow, type ICredentialDataDecryptedObject, type INode } from 'n8n-workflow';

import { credentialOrigin, ORIGIN_EXPRESSION } from '../../nodes/ChargebeeOrders/encode/site';

import { NoOp } from './harness/standInNodes';
import { nodeTypesOf } from './harness/nodeTypes';
import { startEngine } from './harness/engine';

const node: INode = { id: '', name: '', type: 'mock', typeVersion: 1, position: [0, 0], parameters: {} };

/** What n8n makes of the expression, as for the base URL of the node and of the credential's test. */
async function evaluated(credential: ICredentialDataDecryptedObject): Promise<unknown> {
	await startEngine();
	const nodeTypes = nodeTypesOf({ mock: new NoOp() });
	const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return await expression.withIsolate(async () =>
		expression.getSimpleParameterValue(node, ORIGIN_EXPRESSION, 'internal', { $credentials: credential }),
	);
}

const written = (name: string): string[] => [
	name,
	name.toUpperCase(),
	`${name}.chargebee.com`,
	`https://${name}.chargebee.com`,
	`http://${name}.chargebee.com/`,
	`HTTPS://${name}.Chargebee.com/dashboard?view=all#orders`,
	`https://${name}.chargebee.com?view=${name}.chargebee.com`,
];
const around = (text: string): string[] =>
	['', ' ', '\r\n', '\u00a0\t', '\u200b', '\ufeff\u2060'].map((blank) => blank + text + blank);

test.each(['acme', 'acme-test', 'a', 'x-1', '0', 'test', 'https', 'app1', 'x'.repeat(63)])(
	'the expression that n8n evaluates gives the origin that is checked for %s',
	async (name) => {
		for (const site of written(name).flatMap(around)) {
			for (const environment of ['live', 'test']) {
				const credential = { environment, site };
				expect([site, await evaluated(credential)]).toEqual([site, credentialOrigin(credential)]);
			}
		}
	},
);

test.each(['https://proxy.example.com', 'http://127.0.0.1:8080', 'http://[::1]:8080'])(
	'the expression gives %s as it was pasted',
	async (baseUrl) => {
		for (const pasted of around(baseUrl)) {
			const credential = { environment: 'custom', baseUrl: pasted };
			expect(await evaluated(credential)).toBe(credentialOrigin(credential));
		}
	},
);
