# timestamp() is known only after apply, and so is what is made of it.
locals {
  unknown        = jsondecode(timestamp())
  unknown_string = tostring(local.unknown)
  unknown_number = tonumber(local.unknown)
  unknown_bool   = tobool(local.unknown)
  unknown_list   = split(",", local.unknown_string)
  unknown_map    = zipmap(local.unknown_list, local.unknown_list)
  unknown_object = regex("(?P<a>x)(?P<b>y)", local.unknown_string)
}
