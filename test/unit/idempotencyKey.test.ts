import { itemKey, randomKey } from '../../nodes/ChargebeeOrders/transport/idempotencyKey';

const identity = {
	instanceId: 'instance',
	workflowId: 'workflow',
	executionId: '1',
	executionToken: 'token',
	nodeId: 'id',
	nodeName: 'Node',
	runIndex: 0,
	itemIndex: 0,
};

it('the key of an item lasts beyond a try of the node, in 64 characters', () => {
	const { value, lasting } = itemKey(identity);
	expect(value).toMatch(/^[0-9a-f]{64}$/);
	expect(lasting).toBe(true);
});

it('a key at random is another for each call, and does not last', () => {
	const keys = [randomKey(), randomKey()];
	expect(new Set(keys.map(({ value }) => value)).size).toBe(2);
	expect(keys.map(({ lasting }) => lasting)).toEqual([false, false]);
});
