#!/bin/busybox sh
# What the DHCP client found, put to use.
[ "$1" = bound ] || [ "$1" = renew ] || exit 0
ip addr flush dev "$interface"
ip addr add "$ip/${mask:-24}" dev "$interface"
for address in $router; do ip route add default via "$address" dev "$interface"; done
for address in $dns; do echo "nameserver $address"; done >/etc/resolv.conf
echo "udhcpc: $interface has $ip"
