import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialsDecrypted,
	ICredentialTestRequest,
	ICredentialType,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { createRunExecutionData, UserError, Workflow } from 'n8n-workflow';

import { startEngine } from './engine';
import { additionalDataFor } from './execution';
import { nodeTypesOf } from './nodeTypes';
import type { CredentialInput } from './packageTypes';
import { chargebeeSiteApi, credentialData } from './packageTypes';
import { NoOp } from './standInNodes';
import { StoredCredentials } from './storedCredentials';

const noOp = 'n8n-nodes-base.noOp';

/** What a person sees after a click on Retry in a credential, by the steps of n8n's credentials tester. */
export async function testCredential(
	input: CredentialInput,
	credentialType?: ICredentialType,
): Promise<INodeCredentialTestResult> {
	await startEngine();
	const type = credentialType ?? chargebeeSiteApi();
	if (!type.test) throw new UserError(`The credential type "${type.name}" has no test`);
	const helper = new StoredCredentials([{ type, data: credentialData(type, input) }]);
	const additionalData = additionalDataFor(helper, undefined);
	// n8n resolves expressions in a credential without any item at hand.
	const reference = { id: 'credential-1', name: 'Credential' };
	const data = await helper.getDecrypted(additionalData, reference, type.name, 'internal');
	const credential: ICredentialsDecrypted = { ...reference, type: type.name, data };

	const nodeType = requestingNode(type.name, type.test);
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: noOp,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type.name]: reference },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesOf({ [noOp]: nodeType }),
	});
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		const request = new RoutingNode(context, nodeType, credential);
		const output = await workflow.expression.withIsolate(async () => await request.runNode());
		return verdictOnAnswer(type.test, output);
	} catch (error) {
		return verdictOnFailure(type.test, error as TestFailure);
	}
}

/** A node that does nothing but send the request of the credential test. */
function requestingNode(typeName: string, test: ICredentialTestRequest): INodeType {
	const { description } = new NoOp();
	return {
		description: {
			...description,
			credentials: [{ name: typeName, required: true }],
			properties: [
				{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request: test.request } },
			],
		},
	};
}

interface TestFailure {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

function verdictOnFailure({ rules }: ICredentialTestRequest, error: TestFailure): INodeCredentialTestResult {
	const response = error.cause?.response;
	if (!response) return { status: 'Error', message: error.cause?.code ?? error.message };
	for (const rule of rules ?? []) {
		if (rule.type === 'responseCode' && rule.properties.value === response.status) {
			return { status: 'Error', message: rule.properties.message };
		}
	}
	if (response.status >= 199 && response.status <= 299) return { status: 'Error', message: error.message };
	return { status: 'Error', message: response.statusText || `Received HTTP status code: ${response.status}` };
}

function verdictOnAnswer(
	{ rules }: ICredentialTestRequest,
	output: INodeExecutionData[][] | undefined,
): INodeCredentialTestResult {
	const body = output?.[0]?.[0]?.json ?? {};
	for (const rule of rules ?? []) {
		if (rule.type === 'responseSuccessBody' && body[rule.properties.key] === rule.properties.value) {
			return { status: 'Error', message: rule.properties.message };
		}
	}
	return { status: 'OK', message: 'Connection successful!' };
}
