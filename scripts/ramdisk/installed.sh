# An operating system that proves two things: that it was booted from its disk, and that it has its config drive. It
# sends the drive's meta data to the address that is in them.
echo "installed: this is the operating system on the disk"
tries=0
while [ "$tries" -lt 50 ]; do
  drive=$(findfs LABEL=config-2 2>/dev/null) && break
  tries=$((tries + 1)); sleep 0.2
done
echo "installed: config drive ${drive:-not found}"
mount -t iso9660 -o ro "$drive" /mnt || mount -t vfat -o ro "$drive" /mnt
meta=/mnt/openstack/latest/meta_data.json
cat "$meta"; echo
url=$(tr ',{}' '\n\n\n' <"$meta" | sed -n 's/.*"phone_home": *"\([^"]*\)".*/\1/p')
echo "installed: phoning home to $url"
tries=0
while [ "$tries" -lt 20 ]; do
  wget -q -O - --header 'content-type: application/json' --post-file "$meta" "$url" && break
  tries=$((tries + 1)); sleep 0.5
done
echo "installed: ready"
