import { idFromConsoleUrl } from '../../nodes/ChargebeeOrders/encode/consoleUrl';

const proxy = { origin: 'https://proxy.example.com', custom: true };
const acme = { origin: 'https://acme.chargebee.com', custom: false };
const page = (host: string): string => `https://${host}/d/orders/order_1`;

test.each(['acme.chargebee.com', 'acme-test.chargebee.com', 'proxy.example.com'])(
	'a proxy can stand for any site: %s',
	(host) => expect(idFromConsoleUrl(page(host), 'order', 'Order', proxy)).toBe('order_1'),
);

test.each([
	'evilchargebee.com',
	'chargebee.com',
	'acme.chargebee.com.evil.com',
	'acme.chargebee.com:8443',
	'evil.com',
	'proxy.example.com:8443',
])('but %s is not a site of Chargebee', (host) => {
	expect(() => idFromConsoleUrl(page(host), 'order', 'Order', proxy)).toThrow(
		`The URL in Order is one of ${host}, and the credential is for proxy.example.com`,
	);
});

test.each(['acme-test.chargebee.com', 'evilacme.chargebee.com', 'proxy.example.com'])(
	'a site stands for no other: %s',
	(host) => {
		expect(() => idFromConsoleUrl(page(host), 'order', 'Order', acme)).toThrow(`is one of ${host}`);
	},
);

test('what is invisible at the ends of a pasted address is no part of the ID', () => {
	const pasted = `\u200b\u00a0${page('acme.chargebee.com')}\u200b\n`;
	expect(idFromConsoleUrl(pasted, 'order', 'Order', acme)).toBe('order_1');
});
