import { getAdditionalKeys } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	ICredentialType,
	IExecuteData,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowDataProxyAdditionalKeys,
	IWorkflowExecuteAdditionalData,
	NodeParameterValueType,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, isExpression, NodeHelpers, UnexpectedError, Workflow } from 'n8n-workflow';

import { nodeTypesOf } from './nodeTypes';
import { NoOp } from './standInNodes';

/** A credential as it lies in n8n's database, decrypted; values may be expressions. */
export interface StoredCredential {
	type: ICredentialType;
	data: ICredentialDataDecryptedObject;
}

type RequestSection = 'auth' | 'headers' | 'qs' | 'body';

/** n8n's credentials helper over credentials in memory, with the n8n server's own rules. */
export class StoredCredentials extends ICredentialsHelper {
	constructor(private readonly stored: readonly StoredCredential[]) {
		super();
	}

	/** The stored data with the type's defaults, expressions resolved for the item that asks. */
	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const { type, data } = this.find(typeName);
		if (raw === true) return { ...data };
		const withDefaults =
			NodeHelpers.getNodeParameters(type.properties, data as INodeParameters, true, false, null, null) ?? {};
		// n8n adds its domain restriction to every credential; it survives although the type does not declare it.
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			const value = data[name];
			if (withDefaults[name] === undefined && typeof value === 'string') withDefaults[name] = value;
		}
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		const resolved = resolve
			? resolve.workflow.expression.getParameterValue(
					withDefaults,
					resolve.runExecutionData,
					resolve.runIndex,
					resolve.itemIndex,
					resolve.node.name,
					resolve.connectionInputData,
					mode,
					keys,
					executeData,
					false,
					withDefaults,
				)
			: await resolveWithoutItem(withDefaults, mode, keys);
		return resolved as ICredentialDataDecryptedObject;
	}

	/** Adds the credential to a request as its type's `authenticate` says. */
	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const { authenticate } = this.find(typeName).type;
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (!workflow || !node) throw new UnexpectedError('A declarative credential needs a workflow and a node');
		const resolve = (text: string): string => {
			if (!isExpression(text)) return text;
			const keys = { $credentials: credentials };
			const value = workflow.expression.getSimpleParameterValue(node, text, 'internal', keys, undefined, '');
			return value ? String(value) : '';
		};
		options.headers ??= {};
		const sections = options as unknown as Record<RequestSection, Record<string, string> | undefined>;
		for (const [section, values] of Object.entries(authenticate.properties)) {
			const target = (sections[section as RequestSection] ??= {});
			for (const [key, value] of Object.entries(values ?? {})) target[resolve(key)] = resolve(String(value));
		}
		return options;
	}

	override getParentTypes(typeName: string): string[] {
		return this.find(typeName).type.extends ?? [];
	}

	override getCredentialsProperties(typeName: string): INodeProperties[] {
		return this.find(typeName).type.properties;
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	/** Only types with a hidden expirable property have something to do here; key credentials have none. */
	override async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new UnexpectedError('There is no encrypted form of credentials in tests');
	}

	override async updateCredentials(): Promise<void> {}

	override async updateCredentialsOauthTokenData(): Promise<void> {}

	private find(typeName: string): StoredCredential {
		const found = this.stored.find(({ type }) => type.name === typeName);
		if (!found) throw new UnexpectedError(`No credential of type "${typeName}" is stored`);
		return found;
	}
}

/** Outside executions (credential test, lists in the editor) n8n resolves credentials in a workflow made up for it. */
async function resolveWithoutItem(
	data: INodeParameters,
	mode: WorkflowExecuteMode,
	keys: IWorkflowDataProxyAdditionalKeys,
): Promise<NodeParameterValueType | undefined> {
	const node: INode = { id: '', name: '', type: 'mock', typeVersion: 1, position: [0, 0], parameters: {} };
	const nodeTypes = nodeTypesOf({ mock: new NoOp() });
	const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return await expression.withIsolate(async () =>
		expression.getComplexParameterValue(node, data, mode, keys, undefined, undefined, data),
	);
}
