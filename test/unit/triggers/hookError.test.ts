import type { INode } from 'n8n-workflow';

import { ApiError } from '../../../nodes/ChargebeeOrders/errors/ApiError';
import { hookError } from '../../../nodes/ChargebeeOrders/triggers/webhook/hookError';
import { newSecret } from '../../../nodes/ChargebeeOrders/triggers/webhook/secret';

const node: INode = { id: 'id', name: 'Node', type: 't', typeVersion: 1, position: [0, 0], parameters: {} };

it('never holds the password or the key, whatever an answer repeats', () => {
	const [secret, key] = [newSecret(), 'a key of the test site'];
	const reason = new ApiError(`sent ${secret} with ${key}`, { status: 400, parameter: secret, hint: secret });
	const error = hookError(reason, node, [secret, key]);
	const told = JSON.stringify([error, error.message, error.description, error.context]);
	expect(told).toContain('sent [API key] with [API key]');
	expect(told).not.toContain(secret);
	expect(told).not.toContain(key);
});

it('has no hint of an operation on orders', () => {
	const reason = new ApiError('too much', { status: 400, code: 'resource_limit_exceeded', hint: 'Send less at once.' });
	const error = hookError(reason, node);
	expect(error.message).toBe("too much (Chargebee's code: resource_limit_exceeded)");
	expect(JSON.stringify([error, error.description])).not.toContain('Send less');
});
