import { idFromConsoleUrl } from '../../nodes/ChargebeeOrders/encode/consoleUrl';
import { locatedId } from '../../nodes/ChargebeeOrders/read/located';

const acme = 'https://acme.chargebee.com';
const page = (host: string): string => `https://${host}/d/orders/order_1`;

test.each([
	['acme.chargebee.com', acme],
	['ACME.Chargebee.com', acme],
	['acme-test.chargebee.com', 'https://acme-test.chargebee.com'],
	['proxy.example.com', 'https://proxy.example.com'],
	['127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('a page of %s is one of %s', (host, origin) => {
	expect(idFromConsoleUrl(page(host), 'order', 'Order', origin)).toBe('order_1');
});

test.each([
	['acme-test.chargebee.com', acme],
	['evilacme.chargebee.com', acme],
	['acme.chargebee.com.evil.com', acme],
	['acme.chargebee.com:8443', acme],
	['chargebee.com', acme],
	// Which site is behind a proxy is not known.
	['acme.chargebee.com', 'https://proxy.example.com'],
	['proxy.example.com:8443', 'https://proxy.example.com'],
	['127.0.0.1:8081', 'http://127.0.0.1:8080'],
])('a page of %s is none of %s', (host, origin) => {
	expect(() => idFromConsoleUrl(page(host), 'order', 'Order', origin)).toThrow(
		`The URL in Order is one of ${host}, and the credential is for ${new URL(origin).host}`,
	);
});

test('what is invisible at the ends of a pasted address is no part of the ID', () => {
	const pasted = `\u200b\u00a0${page('acme.chargebee.com')}\u200b\n`;
	expect(idFromConsoleUrl(pasted, 'order', 'Order', acme)).toBe('order_1');
});

test('an address that nobody pasted is no ID, rather than a wrong address', () => {
	const where = { resource: 'order', label: 'Order', origin: acme } as const;
	for (const value of ['', ' ', '\u200b']) expect(locatedId({ mode: 'url', value }, where)).toBe('');
	expect(locatedId({ mode: 'url', value: page('acme.chargebee.com') }, where)).toBe('order_1');
	expect(() => locatedId({ mode: 'url', value: 'order_1' }, where)).toThrow('Order is not the URL of an order');
});
