//! Finds a descriptor by name.

use core::any::type_name;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::descriptor::slot::{NoDescriptor, Slot};
use crate::reflect::access::Access;
use crate::reflect::slotted::Slotted;

/// Finds the slot of that name as a descriptor with value type `V` and access `A`, or reports why
/// there is none.
pub(crate) fn resolve<T: Slotted, V: 'static, A: Access>(
    name: &str,
) -> Result<Slot<T, V, A>, AttributeError> {
    Slot::by_name(name).map_err(|why| {
        let fault = match why {
            NoDescriptor::NoSuchSlot => Fault::NoSuchAttribute,
            NoDescriptor::ReadOnly => Fault::ReadOnly,
            NoDescriptor::Validated => Fault::Validated,
            NoDescriptor::OtherType(info) => Fault::wrong_type(info.type_name(), type_name::<V>()),
        };
        AttributeError::new(T::LAYOUT, name, fault)
    })
}
