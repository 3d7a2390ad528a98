//! Types with 2, 8, 32 and 128 slots, and hand-written access by name for each.

use slotted::prelude::*;

/// A type whose slots are all `f64`.
pub(crate) trait Wide: Slotted + Attributes + Default {
    /// The names of the slots.
    const NAMES: &'static [&'static str];

    /// Returns the field of that name: the `match` one writes without a derive.
    fn by_match(&self, name: &str) -> Option<&f64>;

    /// Returns the field of that name for writing, by the same `match`.
    fn by_match_mut(&mut self, name: &str) -> Option<&mut f64>;
}

/// Declares the types, with further derives.
macro_rules! wide_types {
    ($([$($derive:path),*])?) => {
        $crate::wide_type!([$($($derive),*)?] Two: latitude longitude);
        $crate::wide_type!([$($($derive),*)?] Eight: magnitude depth felt place time tsunami status stations);
        // The columns of a table of flights, then columns of weather and of airports.
        $crate::wide_type!([$($($derive),*)?] ThirtyTwo:
            year month day dep_time sched_dep_time dep_delay arr_time sched_arr_time arr_delay carrier flight
            tailnum origin dest air_time distance hour minute time_hour temp dewp humid wind_dir wind_speed
            wind_gust precip pressure visib latitude longitude altitude timezone);
        // Names of nearly equal length with a common prefix: hard for a `match`, and for a hash of
        // few bytes.
        $crate::wide_type!([$($($derive),*)?] Numbered:
            field_0 field_1 field_2 field_3 field_4 field_5 field_6 field_7 field_8 field_9 field_10 field_11 field_12
            field_13 field_14 field_15 field_16 field_17 field_18 field_19 field_20 field_21 field_22 field_23
            field_24 field_25 field_26 field_27 field_28 field_29 field_30 field_31 field_32 field_33 field_34
            field_35 field_36 field_37 field_38 field_39 field_40 field_41 field_42 field_43 field_44 field_45
            field_46 field_47 field_48 field_49 field_50 field_51 field_52 field_53 field_54 field_55 field_56
            field_57 field_58 field_59 field_60 field_61 field_62 field_63 field_64 field_65 field_66 field_67
            field_68 field_69 field_70 field_71 field_72 field_73 field_74 field_75 field_76 field_77 field_78
            field_79 field_80 field_81 field_82 field_83 field_84 field_85 field_86 field_87 field_88 field_89
            field_90 field_91 field_92 field_93 field_94 field_95 field_96 field_97 field_98 field_99 field_100
            field_101 field_102 field_103 field_104 field_105 field_106 field_107 field_108 field_109 field_110
            field_111 field_112 field_113 field_114 field_115 field_116 field_117 field_118 field_119 field_120
            field_121 field_122 field_123 field_124 field_125 field_126 field_127);
    };
}
pub(crate) use wide_types;

#[macro_export]
#[doc(hidden)]
macro_rules! wide_type {
    ([$($derive:path),*] $type:ident: $($name:ident)*) => {
        #[derive(slotted::Slots, Default, $($derive),*)]
        pub(crate) struct $type { $($name: f64),* }

        impl $crate::wide::Wide for $type {
            const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            #[inline]
            fn by_match(&self, name: &str) -> Option<&f64> {
                match name {
                    $(stringify!($name) => Some(&self.$name),)*
                    _ => None,
                }
            }

            #[inline]
            fn by_match_mut(&mut self, name: &str) -> Option<&mut f64> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)*
                    _ => None,
                }
            }
        }
    };
}
