import type { INodeExecutionData } from 'n8n-workflow';

import { withoutKey } from '../errors/withoutKey';
import type { Operation } from '../resources/Operation';
import type { Call } from '../transport/Call';

/** Does the work of an operation for one item; whatever goes wrong, the error does not hold the API key. */
export async function runOperation(operation: Operation, call: Call): Promise<INodeExecutionData[]> {
	return await operation.run(call).catch((reason: unknown) => {
		throw withoutKey(reason, call.site.credential.apiKey);
	});
}
