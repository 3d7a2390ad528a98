//! Runs the recipes: what each prints.

#[cfg(feature = "serde")]
// Other tests use the rest of it.
#[allow(dead_code)]
mod common;

#[cfg(feature = "serde")]
#[test]
fn a_foreign_type_is_a_slot() {
    let output = common::example("foreign_type", &[]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        common::text(output.stdout),
        "{'memory': 512, 'disk': 64}\n\
         {\"id\":\"67e55044-10b1-426f-9247-bb680e5fe0c8\",\"limits\":{\"cpu\":2},\"timeout\":60}\n\
         attribute 'id' of 'Job' objects: UUID parsing failed: invalid character: found `n` at 0\n"
    );
}
