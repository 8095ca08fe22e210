#!/bin/busybox sh
# The first process, of the ramdisk and of the test's operating system alike. What it is to be stands on the kernel's
# command line: role=installed on a disk that an agent has written; else it is the agent's ramdisk.
/bin/busybox mkdir -p /proc /sys /dev /tmp /run /var/run /var/log /mnt /root /bin /sbin /usr/bin /usr/sbin
/bin/busybox --install -s
export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/root
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
exec </dev/console >/dev/console 2>&1

for module in $(cat /modules/order); do insmod "/modules/$module.ko"; done
ip link set lo up
(mkdir -p /etc/acpi/PWRF; printf '#!/bin/sh\nsync\npoweroff -f\n' >/etc/acpi/PWRF/00000080; chmod +x /etc/acpi/PWRF/00000080; acpid) 2>/dev/null

# The interface that the firmware booted from, or the first one.
mac=$(sed -n 's/.*BOOTIF=\([^ ]*\).*/\1/p' /proc/cmdline | sed 's/^01-//; s/-/:/g')
tries=0
while [ "$tries" -lt 50 ]; do
  for path in /sys/class/net/e*; do
    [ -e "$path/address" ] || continue
    if [ -z "$mac" ] || [ "$(cat "$path/address")" = "$mac" ]; then nic=${path##*/}; break 2; fi
  done
  tries=$((tries + 1)); sleep 0.1
done
ip link set "$nic" up
echo "init: network card $nic"
udhcpc -i "$nic" -s /udhcpc.sh -n -q -f -t 20 -T 1

if grep -q role=installed /proc/cmdline; then
  . /installed.sh
else
  echo "init: starting the agent"
  node /agent.mjs
  echo "init: the agent has ended with $?"
fi
# A first process that ends takes the kernel with it.
while true; do sleep 3600; done
