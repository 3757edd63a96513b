import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { additionalDataFor } from './execution';
import { nodeTypesOf } from './nodeTypes';
import type { CredentialInput } from './packageTypes';
import { chargebeeSiteApi, credentialData, packageName } from './packageTypes';
import { StoredCredentials } from './storedCredentials';

/** What n8n has around a trigger of the package: its workflow with what is stored for it, and its credential. */
export function triggerWorkflow(
	type: INodeType,
	own: Pick<INode, 'id' | 'name' | 'webhookId'>,
	{ credential, parameters, data }: { credential: CredentialInput; parameters: INodeParameters; data: IDataObject },
): { workflow: Workflow; node: INode; additionalData: ReturnType<typeof additionalDataFor> } {
	const credentialType = chargebeeSiteApi();
	const node: INode = {
		...own,
		type: `${packageName}.${type.description.name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credentialType.name]: { id: 'credential-1', name: 'Credential' } },
	};
	const workflow = new Workflow({
		id: 'kq3XbT7wLz0aPmNe',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: nodeTypesOf({ [node.type]: type }),
		staticData: { [`node:${node.name}`]: data },
	});
	const stored = { type: credentialType, data: credentialData(credentialType, credential) };
	return { workflow, node, additionalData: additionalDataFor(new StoredCredentials([stored]), undefined) };
}
