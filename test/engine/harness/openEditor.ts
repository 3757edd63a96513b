import { LoadOptionsContext } from 'n8n-core';
import type { ICredentialType, ILoadOptionsFunctions, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { startEngine } from './engine';
import { additionalDataFor } from './execution';
import { loadNodeType, nodeTypesOf } from './nodeTypes';
import type { CredentialInput } from './packageTypes';
import { chargebeeOrders, chargebeeSiteApi, credentialData, packageName } from './packageTypes';
import { StoredCredentials } from './storedCredentials';

export interface EditorOptions {
	/** The node's parameters as they stand in the editor. */
	parameters?: INodeParameters;
	credential: CredentialInput;
	nodeType?: INodeType;
	credentialType?: ICredentialType;
}

/** Calls a method of the node that loads something while the node is open, as the editor does. */
export async function inEditor<Result>(
	options: EditorOptions,
	load: (methods: NonNullable<INodeType['methods']>, functions: ILoadOptionsFunctions) => Promise<Result>,
): Promise<Result> {
	await startEngine();
	const type = loadNodeType(options.nodeType ?? chargebeeOrders());
	const credentialType = options.credentialType ?? chargebeeSiteApi();
	const { name, version } = type.description;
	const parameters = options.parameters ?? {};
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: `${packageName}.${name}`,
		typeVersion: Array.isArray(version) ? (version.at(-1) ?? 1) : version,
		position: [0, 0],
		parameters,
		credentials: { [credentialType.name]: { id: 'credential-1', name: 'Credential' } },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesOf({ [node.type]: type }),
	});
	const data = credentialData(credentialType, options.credential);
	const additionalData = additionalDataFor(new StoredCredentials([{ type: credentialType, data }]), undefined);
	additionalData.currentNodeParameters = parameters;
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	return await workflow.expression.withIsolate(async () => await load(type.methods ?? {}, context));
}
