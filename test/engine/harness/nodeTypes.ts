import type { ExecuteContext } from 'n8n-core';
import { DirectoryLoader, RoutingNode } from 'n8n-core';
import type { INodeProperties, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { cronNodeOptions, NodeConnectionTypes, NodeHelpers, UnexpectedError } from 'n8n-workflow';

/** `custom` is what the editor, production and workers run; `routing` what older agents and the MCP trigger run. */
export type ExecutionPath = 'custom' | 'routing';

const loaded = new WeakSet<INodeType>();

/** When a node that polls is polled; n8n-core has it for itself. */
const pollTimes: INodeProperties = {
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: { item: [{ mode: 'everyMinute' }] },
	options: cronNodeOptions,
};

/**
 * Does to a node what n8n does when it loads it: adds the request options (batching, proxy, SSL, timeout), the times of
 * polls, and gives a declarative node its `execute`. n8n-core's own fallback for nodes without one passes no abort signal, so that
 * cancellation could not be tested.
 */
export function loadNodeType(nodeType: INodeType, path: ExecutionPath = 'custom'): INodeType {
	if (!loaded.has(nodeType)) {
		loaded.add(nodeType);
		if (nodeType.description.polling === true) nodeType.description.properties.unshift(pollTimes);
		DirectoryLoader.applyDeclarativeNodeOptionParameters(nodeType);
	}
	const type: INodeType = asObjectOf(nodeType);
	if (path === 'routing') type.customOperations = undefined;
	if (runsDeclaratively(nodeType)) {
		type.execute = async function (this: unknown) {
			return (await new RoutingNode(this as ExecuteContext, type).runNode()) ?? [];
		};
	}
	return type;
}

/** The node types of an instance by full name; `…Tool` gives the variant that n8n derives for agents. */
export function nodeTypesOf(types: Record<string, INodeType | IVersionedNodeType>): INodeTypes {
	const find = (name: string): INodeType | IVersionedNodeType => {
		const found = types[name];
		if (!found) throw new UnexpectedError(`Unrecognized node type: ${name}`);
		return found;
	};
	return {
		getByName: find,
		getByNameAndVersion(name, version) {
			if (types[name] ?? !name.endsWith('Tool')) return NodeHelpers.getVersionedNodeType(find(name), version);
			return asTool(NodeHelpers.getVersionedNodeType(find(name.slice(0, -'Tool'.length)), version));
		},
		getKnownTypes: () => ({}),
	};
}

/** A view of a node type whose members can be replaced without touching the original. */
function asObjectOf(nodeType: INodeType): INodeType {
	return Object.create(nodeType) as INodeType;
}

/** The rule of n8n's `shouldAssignExecuteMethod`. */
function runsDeclaratively(nodeType: INodeType): boolean {
	const declarative = nodeType.description.requestDefaults !== undefined;
	if (nodeType.execute ?? nodeType.supplyData ?? nodeType.poll ?? nodeType.trigger) return false;
	return declarative || !(nodeType.webhook ?? nodeType.methods);
}

/** The part of n8n's `convertNodeToAiTool` that a running node can notice. */
function asTool(nodeType: INodeType): INodeType {
	const tool = asObjectOf(nodeType);
	tool.description = {
		...nodeType.description,
		name: `${nodeType.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
	};
	return tool;
}
